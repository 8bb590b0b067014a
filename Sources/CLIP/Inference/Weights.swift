/// A step's weights in the form that kernels take.
package enum Weights<Form: Sendable>: Sendable {
    /// For every pass.
    case kept(Form)
    /// Made anew for each product, and only good for that one.
    case passing(@Sendable () -> Form)

    /// The weights, until those of another step are asked for.
    var form: Form {
        switch self {
        case .kept(let form): form
        case .passing(let make): make()
        }
    }

    /// The same in another form.
    func map<Other>(_ transform: @escaping @Sendable (Form) -> Other) -> Weights<Other> {
        switch self {
        case .kept(let form): .kept(transform(form))
        case .passing(let make): .passing { transform(make()) }
        }
    }
}
