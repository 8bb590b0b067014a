#if os(Linux)
    import CLIPTestSupport
    import Foundation
    import Testing

    @testable import CLIPNumerics

    @Suite("Control groups")
    struct QuotaTests {
        /// Lays files out as the system mounts them and asks for the quota.
        private func cores(_ groups: String, _ files: [String: String]) throws -> Int {
            let folder = TemporaryFolder()
            for (name, text) in files.merging(["groups": groups], uniquingKeysWith: { $1 }) {
                let url = URL(fileURLWithPath: "\(folder.path)/\(name)")
                try FileManager.default.createDirectory(
                    at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
                try Data(text.utf8).write(to: url)
            }
            return Quota.cores(groups: folder.path + "/groups", root: folder.path)
        }

        private let first = "12:memory:/box\n4:cpu,cpuacct:/box/inner\n1:name=systemd:/box\n"

        @Test("version 1: two files, no quota as -1, rounded up")
        func versionOne() throws {
            let period = ["cpu/box/inner/cpu.cfs_period_us": "100000\n"]
            for (quota, expected) in [("150000", 2), ("100000", 1), ("1", 1), ("-1", 0), ("", 0), ("x", 0)] {
                let files = period.merging(["cpu/box/inner/cpu.cfs_quota_us": quota + "\n"]) { $1 }
                #expect(try cores(first, files) == expected, "\(quota)")
            }
            #expect(try cores(first, ["cpu/box/inner/cpu.cfs_quota_us": "150000\n"]) == 0)
            #expect(try cores("4:cpuset,cpuacct:/box/inner\n", period) == 0)
        }

        @Test("version 2: one file, no quota as max")
        func versionTwo() throws {
            for (text, expected) in [
                ("250000 100000", 3), ("max 100000", 0), ("9223372036854775807 1", Int.max),
            ] {
                #expect(try cores("0::/a b\n", ["a b/cpu.max": text + "\n"]) == expected, "\(text)")
            }
        }

        @Test(
            "the smallest quota on the way to the root counts, also where the own group is not mounted here")
        func above() throws {
            let files = [
                "cpu/cpu.cfs_quota_us": "300000", "cpu/cpu.cfs_period_us": "100000",
                "cpu/box/cpu.cfs_quota_us": "200000", "cpu/box/cpu.cfs_period_us": "100000",
                "cpu/box/inner/cpu.cfs_quota_us": "400000", "cpu/box/inner/cpu.cfs_period_us": "100000",
            ]
            #expect(try cores(first, files) == 2)
            #expect(try cores("4:cpu:/docker/0123\n", files) == 3)
            #expect(try cores("0::/x\n4:cpu:/\n", files.merging(["x/cpu.max": "1 1"]) { $1 }) == 1)
        }

        @Test(
            "lists of groups that are none", arguments: ["", "\n", "4:cpu", "::", "0::", "4:cpu:relative\n"])
        func noGroups(groups: String) throws {
            #expect(try cores(groups, ["cpu.max": "100 100", "cpu/cpu.cfs_quota_us": "1"]) == 0)
        }
    }
#endif
