import CLIPData
import Testing

@Suite("Classes of a dataset")
struct DatasetClassTests {
    @Test("a class without other names is called as the data has it")
    func names() {
        #expect(DatasetClass("sea").names == ["sea"])
        #expect(DatasetClass("n02102040", called: ["English springer"]).names == ["English springer"])
    }
}
