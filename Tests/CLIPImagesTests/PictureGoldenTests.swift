import CLIPTestSupport
import Testing

@testable import CLIPImages

@Suite("Pictures equal Pillow's and OpenCLIP's, difference 0")
struct PictureGoldenTests {
    let goldens: GoldenPictures

    init() throws { goldens = try GoldenPictures.load() }

    @Test("there are at least 60 pictures, in the eight modes of JPEG and PNG")
    func coverage() {
        #expect(goldens.pictures.count >= 60)
        #expect(Set(goldens.pictures.map(\.mode)).count == 8)
    }

    @Test("mode and size are the file's")
    func headers() throws {
        for picture in goldens.pictures {
            let image = try DecodedImage(path: picture.path, options: .init(appliesOrientation: false))
            #expect(image.mode.rawValue == picture.mode, "\(picture.file)")
            #expect([image.width, image.height] == [picture.width, picture.height], "\(picture.file)")
        }
    }

    @Test("every crop, on every code path of this processor", arguments: ResamplerPasses.allCases)
    func crops(passes: ResamplerPasses) throws {
        guard passes.isAvailable else {
            #expect(passes != .plain, "the plain path is always there")
            return
        }
        var compared = 0
        for picture in goldens.pictures {
            compared += try picture.crops.compare(picture.file, on: passes) {
                try DecodedImage(path: picture.path, options: $0.decodingOptions)
            }
        }
        #expect(compared > 600)
    }

    @Test("whole pixel dumps, for a look at what differs")
    func dumps() throws {
        #expect(goldens.dumps.count == 3)
        for (file, expected) in goldens.dumps {
            let preprocessing = Preprocessing(size: 16, appliesOrientation: false)
            let image = try DecodedImage(path: GoldenPictures.folder + "/" + file)
            #expect(preprocessing.crop(image).pixels == expected, "\(file)")
        }
    }

    @Test("normalised values are torchvision's, bit for bit")
    func normalised() throws {
        #expect(goldens.normalised.count == 6)
        for golden in goldens.normalised {
            let preprocessing = Preprocessing(appliesOrientation: false)
            let crop = preprocessing.crop(try DecodedImage(path: GoldenPictures.folder + "/" + golden.file))
            var values = [Float](repeating: .nan, count: crop.pixels.count)
            values.withUnsafeMutableBufferPointer { preprocessing.normalise(crop, into: $0) }
            let digest = values.withUnsafeBytes { Array($0).sha256 }
            #expect(digest == golden.sha256, "\(golden.file)")
        }
    }

    @Test("what Pillow refuses is refused, but for a picture that is whole and lacks only its end")
    func refused() {
        #expect(goldens.refused.count > 10)
        for golden in goldens.refused {
            let path = GoldenPictures.folder + "/" + golden.file
            if golden.file.hasSuffix("truncated_end_chunk.png") {
                #expect(throws: Never.self) { try DecodedImage(path: path) }
            } else {
                let error = #expect(throws: ImageError.self, "\(golden.file)") {
                    try DecodedImage(path: path)
                }
                #expect(error?.path == path)
            }
        }
    }
}
