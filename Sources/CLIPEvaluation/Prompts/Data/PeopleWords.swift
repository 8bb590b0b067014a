/// Words that judge people by what no picture shows: data, not prose.
///
/// The list is ours and errs on the side of few words; it names what labels should not be, and says nothing about
/// anybody. CLIP's paper (section 7) measured what such labels do.
enum PeopleWords {
    /// Words of one kind.
    struct Kind: Sendable {
        /// Why a picture cannot answer.
        let reason: String
        /// Nouns for persons: enough wherever they stand.
        let persons: [String]
        /// Qualities: enough alone, or beside a word for people.
        let qualities: [String]
        /// Qualities of things, too: enough only beside a word for people.
        var qualitiesOfPeople: [String] = []
    }

    /// Words for people in general.
    static let people: Set<String> = [
        "person", "persons", "people", "man", "men", "woman", "women", "boy", "boys", "girl", "girls",
        "child",
        "children", "kid", "kids", "baby", "babies", "teenager", "teenagers", "adult", "adults", "guy",
        "guys",
        "lady", "ladies", "gentleman", "gentlemen", "human", "humans", "individual", "individuals", "face",
        "faces", "male", "males", "female", "females", "student", "students", "employee", "employees",
        "worker", "workers", "candidate", "candidates", "applicant", "applicants", "customer", "customers",
        "citizen", "citizens", "family", "families", "couple", "couples", "crowd", "skin",
    ]

    static let kinds = [
        Kind(
            reason: "it does not show whether somebody broke a law",
            persons: [
                "criminal", "thief", "thieves", "robber", "burglar", "murderer", "killer", "terrorist",
                "gangster",
                "felon", "convict", "offender", "shoplifter", "drug dealer", "rapist", "paedophile",
                "pedophile",
                "fraudster", "scammer", "suspicious person", "suspect", "thug", "delinquent",
                "illegal immigrant",
                "illegal alien",
            ],
            qualities: ["suspicious", "guilty", "innocent"],
            qualitiesOfPeople: ["dangerous", "violent", "threatening", "illegal", "aggressive"]),
        Kind(
            reason: "it shows neither character nor ability",
            persons: [
                "liar", "cheater", "genius", "idiot", "moron", "loser", "coward", "sociopath", "psychopath",
                "good person", "bad person", "evil person",
            ],
            qualities: [
                "trustworthy", "untrustworthy", "dishonest", "lazy", "stupid", "unintelligent", "hardworking",
                "incompetent", "immoral", "reliable", "unreliable", "employable", "unemployable",
                "creditworthy",
            ],
            qualitiesOfPeople: [
                "intelligent", "smart", "dumb", "honest", "competent", "evil", "good", "bad", "successful",
                "professional", "normal", "abnormal", "inferior", "superior", "educated", "uneducated",
            ]),
        Kind(
            reason: "looks are judged by whoever looks",
            persons: [],
            qualities: ["ugly", "unattractive", "sexy"],
            qualitiesOfPeople: [
                "beautiful", "attractive", "pretty", "handsome", "hot", "fat", "obese", "overweight",
                "skinny",
            ]),
        Kind(
            reason: "it does not show how somebody describes their origin or ethnicity",
            persons: [
                "african american", "native american", "caucasian", "hispanic", "latino", "latina", "arab",
                "gypsy", "gypsies", "immigrant", "migrant", "refugee", "foreigner", "asylum seeker",
            ],
            qualities: ["mixed race", "biracial", "dark-skinned", "light-skinned"],
            qualitiesOfPeople: [
                "black", "white", "brown", "asian", "african", "european", "american", "indian", "chinese",
                "japanese", "korean", "mexican", "middle eastern", "oriental", "indigenous", "foreign",
                "ethnic",
                "roma",
            ]),
        Kind(
            reason: "it does not show what somebody believes",
            persons: ["muslim", "christian", "jew", "hindu", "atheist", "infidel", "islamist"],
            qualities: ["jewish", "religious", "godless"],
            qualitiesOfPeople: ["buddhist", "sikh", "catholic", "protestant", "mormon"]),
        Kind(
            reason: "it does not show whom somebody loves or what gender they have",
            persons: ["homosexual", "heterosexual", "bisexual", "lesbian", "transsexual"],
            qualities: ["gay", "transgender", "queer", "asexual", "lgbt", "lgbtq"],
            qualitiesOfPeople: ["trans", "straight", "feminine", "masculine"]),
        Kind(
            reason: "it does not show how somebody votes",
            persons: ["communist", "fascist", "nazi", "extremist", "anarchist", "socialist"],
            qualities: [],
            qualitiesOfPeople: [
                "republican", "democrat", "conservative", "liberal", "radical", "left-wing", "right-wing",
            ]),
        Kind(
            reason: "it is no diagnosis",
            persons: [
                "drug addict", "addict", "alcoholic", "junkie", "schizophrenic", "mentally ill person",
                "cripple",
            ],
            qualities: ["mentally ill", "autistic", "depressed", "insane", "retarded", "disabled"],
            qualitiesOfPeople: [
                "crazy", "sick", "ill", "drunk", "healthy", "unhealthy", "pregnant", "infected",
            ]),
        Kind(
            reason: "it does not show how somebody lives or what they own",
            persons: ["prostitute", "beggar", "homeless person", "hobo", "peasant", "slave", "whore"],
            qualities: ["homeless", "unemployed"],
            qualitiesOfPeople: ["poor", "rich", "wealthy", "low-class", "high-class"]),
        Kind(
            reason: "people are no animals, and models have called some of them so",
            persons: [],
            qualities: ["subhuman", "non-human"],
            qualitiesOfPeople: ["primitive", "savage", "uncivilised", "uncivilized"]),
    ]
}
