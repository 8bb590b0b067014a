/// Names of published data sets.
extension ClassNameSet {
    /// The names of the sets; a set itself is made when it is asked for.
    public static let publishedNames = [
        "imagenet", "imagenette", "imagewoof", "cifar10", "cifar100", "mnist", "fashion-mnist",
    ]

    /// The set of a name, whatever its case and dashes; nil for another.
    public static func named(_ name: String) -> ClassNameSet? {
        switch name.lowercased().filter({ $0.isLetter || $0.isNumber }) {
        case "imagenet", "imagenet1k": imageNet
        case "imagenette": imagenette
        case "imagewoof": imagewoof
        case "cifar10": cifar10
        case "cifar100": cifar100
        case "mnist": mnist
        case "fashionmnist": fashionMNIST
        default: nil
        }
    }

    /// ImageNet's 1,000 classes by WordNet id or name, called as OpenAI edited them for CLIP.
    public static let imageNet = ClassNameSet(name: "imagenet", entries: imageNetEntries)

    /// The ten classes of Imagenette (<https://github.com/fastai/imagenette>), called as its makers do.
    public static let imagenette = ClassNameSet(
        name: "imagenette",
        entries: [
            ("n01440764", "tench"), ("n02102040", "English springer"), ("n02979186", "cassette player"),
            ("n03000684", "chain saw"), ("n03028079", "church"), ("n03394916", "French horn"),
            ("n03417042", "garbage truck"), ("n03425413", "gas pump"), ("n03445777", "golf ball"),
            ("n03888257", "parachute"),
        ].map { Entry(keys: [$0, $1], names: [$1]) })

    /// The ten breeds of dogs of Imagewoof.
    public static let imagewoof = partOfImageNet(
        "imagewoof",
        [
            "n02086240", "n02087394", "n02088364", "n02089973", "n02093754", "n02096294", "n02099601",
            "n02105641", "n02111889", "n02115641",
        ])

    /// CIFAR-10's classes.
    public static let cifar10 = words(
        "cifar10", "airplane automobile bird cat deer dog frog horse ship truck")

    /// CIFAR-100's fine classes.
    public static let cifar100 = words(
        "cifar100",
        """
        apple aquarium_fish baby bear beaver bed bee beetle bicycle bottle bowl boy bridge bus butterfly camel can castle \
        caterpillar cattle chair chimpanzee clock cloud cockroach couch crab crocodile cup dinosaur dolphin elephant \
        flatfish forest fox girl hamster house kangaroo keyboard lamp lawn_mower leopard lion lizard lobster man \
        maple_tree motorcycle mountain mouse mushroom oak_tree orange orchid otter palm_tree pear pickup_truck pine_tree \
        plain plate poppy porcupine possum rabbit raccoon ray road rocket rose sea seal shark shrew skunk skyscraper \
        snail snake spider squirrel streetcar sunflower sweet_pepper table tank telephone television tiger tractor train \
        trout tulip turtle wardrobe whale willow_tree wolf woman worm
        """)

    /// The ten digits.
    public static let mnist = words("mnist", "0 1 2 3 4 5 6 7 8 9")

    /// Fashion-MNIST's classes (<https://github.com/zalandoresearch/fashion-mnist>).
    public static let fashionMNIST = ClassNameSet(
        name: "fashion-mnist",
        entries: [
            "T-shirt/top", "Trouser", "Pullover", "Dress", "Coat", "Sandal", "Shirt", "Sneaker", "Bag",
            "Ankle boot",
        ].map { Entry(keys: [$0], names: [$0]) })

    /// The names of classes that are folders named by WordNet id, where ImageNet has all of them; nil otherwise.
    static func forWordNetIDs(_ classes: [DatasetClass]) -> [DatasetClass]? {
        let looksLikeID = { (name: String) in
            name.first == "n" && name.count == 9 && Int(name.dropFirst()) != nil
        }
        guard !classes.isEmpty, classes.allSatisfy({ looksLikeID($0.name) }) else { return nil }
        return try? imageNet.naming(classes)
    }

    private static let imageNetEntries: [Entry] = ImageNetNames.lines.split(separator: "\n").map { line in
        let id = String(line.prefix(9))
        let name = String(line.dropFirst(10))
        return Entry(keys: [id, name], names: [name])
    }

    private static func partOfImageNet(_ name: String, _ ids: Set<String>) -> ClassNameSet {
        ClassNameSet(name: name, entries: imageNetEntries.filter { ids.contains($0.keys[0]) })
    }

    /// Classes of one word each; `_` stands for a space in names.
    private static func words(_ name: String, _ words: String) -> ClassNameSet {
        ClassNameSet(
            name: name,
            entries: words.split { $0 == " " || $0 == "\n" }.map { word in
                Entry(keys: [String(word)], names: [String(word).replacing("_", with: " ")])
            })
    }
}
