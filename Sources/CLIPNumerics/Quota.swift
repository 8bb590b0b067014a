internal import CCLIPKernels

/// The processor time that a process may use.
enum Quota {
    /// The smallest quota of the control groups in a file like `/proc/self/cgroup`, whose folders lie under
    /// `root`, in cores, rounded up; 0 if there is none.
    static func cores(groups: String, root: String) -> Int {
        Int(cclip_quota_cores(groups, root))
    }
}
