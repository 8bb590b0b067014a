internal import CCLIPImaging

/// The size at which a JPEG is decoded: blocks of 8 × 8 pixels can be turned into 1 × 1 to 8 × 8, for less work the
/// smaller they get.
struct JPEGScale: Equatable {
    /// Of the whole size, from 1 to 8.
    let eighths: Int
    /// Pixels per row at that scale.
    let width: Int
    /// Rows at that scale.
    let height: Int

    /// The smallest scale that leaves each side at least twice as long as it is then resized to: the resampler's
    /// filter, not the decoder's, decides how the picture is smoothed.
    /// - Parameters:
    ///   - width: of the whole picture, as stored; a resized size is turned as its picture is.
    ///   - height: of the whole picture.
    ///   - preprocessing: what the picture is decoded for; nil for the whole size.
    init(width: Int, height: Int, enoughFor preprocessing: Preprocessing?) {
        func scaled(_ side: Int, _ eighths: Int) -> Int {
            Int(cclip_jpeg_scaled(Int64(side), Int32(eighths)))
        }
        let enough = preprocessing.map { preprocessing in
            let needed = CropGeometry.resizedSize(width: width, height: height, preprocessing)
            return (1...8).first {
                scaled(width, $0) >= 2 * needed.width && scaled(height, $0) >= 2 * needed.height
            }
        }
        eighths = (enough ?? nil) ?? 8
        self.width = scaled(width, eighths)
        self.height = scaled(height, eighths)
    }
}
