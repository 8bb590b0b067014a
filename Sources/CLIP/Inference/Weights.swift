internal import CLIPNumerics

/// A step's weights in the form that kernels take.
package struct Weights<Form: Sendable>: Sendable {
    private enum State {
        case kept(Form)
        case passing(@Sendable () -> Form)
    }

    /// What products take beside them.
    let element: Element
    private let state: State

    /// Weights for every pass.
    static func kept(_ form: Form, _ element: Element) -> Weights {
        Weights(element: element, state: .kept(form))
    }

    /// Weights that are made anew for each product, and only good for that one.
    static func passing(_ element: Element, _ make: @escaping @Sendable () -> Form) -> Weights {
        Weights(element: element, state: .passing(make))
    }

    /// The weights, until those of another step are asked for.
    var form: Form {
        switch state {
        case .kept(let form): form
        case .passing(let make): make()
        }
    }

    /// The same in another form.
    func map<Other>(_ transform: @escaping @Sendable (Form) -> Other) -> Weights<Other> {
        switch state {
        case .kept(let form): .kept(transform(form), element)
        case .passing(let make): .passing(element) { transform(make()) }
        }
    }
}
