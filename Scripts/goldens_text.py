#!/usr/bin/env python3
"""Writes Tests/Goldens/text: texts and the ids that the three references give them.

    venv/bin/python Scripts/goldens_text.py

with the packages that Scripts/text_references.py names. Tests/Goldens/text/README.md says what the files hold.
"""
import gzip
import json
import random
import sys
import tempfile
from pathlib import Path

import nasty_texts
import text_references

ROOT = Path(__file__).resolve().parent.parent
OUT = ROOT / "Tests/Goldens/text"
SEED = 20260107


def compact(value):
    return json.dumps(value, separators=(",", ":"))


def write(name, records):
    (OUT / name).write_text("".join(compact(r) + "\n" for r in records), encoding="ascii")


def record(text, encoders):
    """`ids` are OpenCLIP's; the other rules' stand beside them where they differ."""
    ids = {rules: encode(text) for rules, encode in encoders.items()}
    result = {"text": text, "ids": ids["open_clip"]}
    for rules in ("openai", "hf"):
        if rules in ids and ids[rules] != result["ids"]:
            result[rules] = ids[rules]
    return result


def write_texts(name, texts, encoders):
    texts = list(dict.fromkeys(texts))
    write(f"{name}.jsonl", [record(t, encoders) for t in texts])
    print(f"{name}: {len(texts)} texts", file=sys.stderr)
    return texts


# The first eight are the sentences of OpenAI's notebook "Interacting with CLIP" (MIT).
CAPTIONS = """\
a page of text about segmentation
a facial photo of a tabby cat
a portrait of an astronaut with the American flag
a rocket standing on a launchpad
a red motorcycle standing in a garage
a person looking at a camera on a tripod
a black-and-white silhouette of a horse
a cup of coffee on a saucer
Two cats sleep on a pink sofa, one remote control beside each.
A man in a red T-shirt rides his bike down the steps; nobody's watching.
The "Grand Hôtel" at 7:30 p.m. — lights on, doors shut.
Café crème & croissants: €4.50!
Three children (ages 5, 7 and 11) fly a kite near the sea...
An e-mail from bob.smith+clip@example.org, re: "photos/2024-05-01_0001.JPG"
Don't they'll we've I'm she'd it's y'all o'clock rock'n'roll
Close-up of a bee's wing, f/2.8, 1/250s, ISO 100
a photo of a San Francisco cable car, circa 1920s
GOAL!!! 3-2 after extra time #football @wembley
A 50% discount on 2x4s: $19.99 -> $9.99
She said: ‘It’s “fine”.’
mother-in-law's tongue (Dracaena trifasciata)
C++ & C# vs. F#, a_b_c, snake_case, camelCase, ALLCAPS
Naïve façade, piñata, smörgåsbord, Øresund, Łódź, Dvořák
E = mc², H₂O, 90°, ½ cup, №5, 3×4, µm, ‰
Rain; then sun. Then rain again? Yes - rain/sun/rain.
the quick brown fox jumps over the lazy dog
THE QUICK BROWN FOX JUMPS OVER THE LAZY DOG
supercalifragilisticexpialidocious pneumonoultramicroscopicsilicovolcanoconiosis
https://example.org/a/b?c=d&e=f#g
x y z x1 y2 z3 1a 2b 3c
a  b   c    d
""".splitlines()

SCRIPTS = """\
eine Katze auf einem grünen Stuhl, daneben ein großer Hund
une photo d'un chat noir à côté d'une fenêtre, l'été dernier
una foto de un niño con una piñata ¿dónde está?
foto kucing di atas kursi hijau
ảnh một con mèo đang ngủ trên ghế
zdjęcie żółtej łódki na jeziorze
fotografie příliš žluťoučkého koně
yeşil sandalyede uyuyan bir kedi, ışık ve İstanbul
ljósmynd af þremur köttum
η γάτα κοιμάται στον ΗΛΙΟ. ΟΔΥΣΣΕΥΣ, ΣΑΣ Σ
чёрный кот сидит на зелёном стуле
жовтий човен на озері, їжак і ґанок
црна мачка на зеленој столици
կանաչ աթոռին նստած կատու
חתול שחור יושב על כיסא ירוק
שָׁלוֹם עוֹלָם
قطة سوداء تجلس على كرسي أخضر
گربه سیاه روی صندلی سبز می‌نشیند
ایک کالی بلی سبز کرسی پر
हरी कुर्सी पर बैठी काली बिल्ली क्षत्रिय
সবুজ চেয়ারে কালো বিড়াল
பச்சை நாற்காலியில் கருப்பு பூனை
పచ్చ కుర్చీపై నల్ల పిల్లి
ಹಸಿರು ಕುರ್ಚಿಯ ಮೇಲೆ ಕಪ್ಪು ಬೆಕ್ಕು
പച്ച കസേരയിൽ കറുത്ത പൂച്ച
කොළ පුටුවක කළු පූසෙක්
แมวดำนั่งบนเก้าอี้สีเขียว
ແມວດຳນັ່ງເທິງຕັ່ງສີຂຽວ
ကြောင်နက်တစ်ကောင်
ឆ្មាខ្មៅនៅលើកៅអីបៃតង
ნაცრისფერი კატა მწვანე სკამზე ᲙᲐᲢᲐ
አረንጓዴ ወንበር ላይ ጥቁር ድመት
ᏣᎳᎩ ꭳꮃꮉ
ᠬᠠᠷ᠎ᠠ ᠮᠤᠤᠷ
緑の椅子に座っている黒い猫。ガラスのコップ
ｸﾛｲ ﾈｺ ガ ﾊﾟﾝ ヲ タベル
一只黑猫坐在绿色的椅子上，旁边有三本书。
一隻黑貓坐在綠色的椅子上
초록색 의자에 앉아 있는 검은 고양이
각각 강 가나다
བྱི་ལ་ནག་པོ
𐐔𐐯𐑅𐐨𐑉𐐯𐐻 𐐨𐑌 𝒻𝒶𝓃𝒸𝓎 𝕋𝔼𝕏𝕋 𝟙𝟚𝟛
𠀀𠮷野家 𒀀𒁀 𓀀𓂀
ꓕꓱꓢꓔ Ⓐⓑ ⅷ Ⅷ ㊋ ㍿ ﬃ ﬅ ŉ Ǆ ǅ ǆ ĳ
""".splitlines()

EMOJI = """\
😀 😂😂😂 🥲
👨‍👩‍👧‍👦 a family
👍🏽 thumbs up 🤦🏿‍♀️
🇩🇪🇯🇵🇺🇸 flags 🏴󠁧󠁢󠁷󠁬󠁳󠁿
❤️ ❤ ♥️ ☎️ ✔️
1️⃣2️⃣#️⃣*️⃣
🐱‍👤🐈‍⬛🦊🐶cat
🫠🪿🫨 new ones
☃☄★☎♔♫✈✂
(╯°□°)╯︵ ┻━┻ ¯\\_(ツ)_/¯ ʕ•ᴥ•ʔ
:-) :( ;P <3 xD ^_^
""".splitlines()

CONTRACTIONS = [
    f"{left}{quote}{right}"
    for left in ["it", "DON", "we", "x1", ".", "'", ""]
    for quote in ["'", "’", "ʼ", "''", "&#39;", "`"]
    for right in ["s", "S", "t", "re", "RE", "Re", "r", "ve", "v", "m", "ll", "l", "lL", "d", "sup", "tis",
                  "llama", "dark", "\u017f", "\u017fx", " s", ""]
]

DIGITS = ["0", "007", "1234567890", "3.14159", "1,000,000", "1st 2nd 3rd", "2024-05-01T12:30:00Z", "0x1F",
          "٠١٢٣٤٥٦٧٨٩", "०१२३", "１２３", "①②③⑩", "ⅠⅡⅢⅳ", "½⅓¾", "x²y³", "₁₂₃", "𝟎𝟏𝟐", "㊀㊁", "一二三", "৪৫৬",
          "๓๔", "1a2b3c", "a1b2c3", "10km/h", "50mm", "4K", "#1", "no.1", "1'2\"", "−5", "1e-5", "10^6"]

PUNCTUATION = ["!", "!!!", "?!?!", "...", "…", ". . .", "--", "—–-‐‑", "***", "(()", "[a]{b}<c>", "a.b,c;d:e",
               "\"quoted\"", "“curly” ‘single’ ‚low‛ „low‟", "«guillemets»", "a/b\\c|d", "~`@#$%^&*()_+-=",
               "a_b__c", "¿qué?", "¡hola!", "、。「」", "$5 €5 £5 ¥5 ₹5 ₿5", "™®©", "°C", "±≤≥≠≈∞", "→←↑↓⇒",
               "§¶†‡•", "a·b", "\u00ad soft\u00adhyphen", "- - -", "!a!b!", "'''", "''s''", "'s't're", "’’s",
               "!\u0345!", "a\u0345b", "\u0345", "α\u0345", "e\u0301\u0327", "\u0301a"]

ENTITIES = ["&amp;", "&amp;amp;", "&amp;amp;amp;amp;", "&lt;b&gt;bold&lt;/b&gt;", "<b>&amp;</b>", "&quot;hi&quot;",
            "AT&T", "AT&ampT", "a&b", "this&not that", "&notit;", "&notin;", "P&eacute;rez", "P&EACUTE;REZ",
            "&NTILDE;&ntilde;&nTILDE;", "&SZLIG;", "&FFILIG;", "&hellip;", "&nbsp;a&nbsp;&nbsp;b", "&#39;s", "&#x27;s",
            "&#X2019;", "&#8217;t", "&#128512;", "&#x1F600;", "&#0;", "&#x0;", "&#1;", "&#128;", "&#150;", "&#x99;",
            "&#129;", "&#xD800;", "&#xDC00;", "&#1114112;", "&#99999999999999999999;", "&#xFFFE;", "&#65535;",
            "&#xFDD0;", "&#11;", "&#12;", "&#13;", "&#13;&#10;", "&#59;", "&#x3b;", "&#60;", "&#38;#38;",
            "&#38;amp;", "&#", "&#;", "&#x;", "&#xg;", "&#12ab;", "&#12ab", "&#65", "&#65 b", "&#x41G", "&", "&&", "&;",
            "&&amp;", "&amp", "&ampamp;", "&lt&gt", "&copy2024", "&copy;2024", "&CounterClockwiseContourIntegral;",
            "&DoubleLongLeftRightArrow;", "&bne;", "&NotEqualTilde;", "&fjlig;", "&ThickSpace;x", "&zwj;", "&shy;",
            "&lrm;", "&aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa;", "&amp;lt;b&amp;gt;", "&ﬁ;", "&ampﬁ", "&Tab;a",
            "&NewLine;a", "x < y &amp; z", "x &lt; y\n1 < 2 &amp; 3\n&amp; again", "&AMP;", "&Amp;", "&LT;", "&yuml;",
            "&angst;", "&ohm;", "&period;&comma;&excl;", "&lbrace;a&rbrace;", "&bsol;&sol;", "&apos;s", "&apos",
            "&frac12;", "&sup2;", "&alefsym;", "&Sigma;&sigma;&sigmaf;", "&IJLIG;", "&inodot;", "&ffllig;",
            "&semi;", "&num;65;", "&amp;num;", "&lt;start_of_text&gt;", "&amp;#x27;s", "&amp;amp;#x80;"]

SPACES = [f"a{c}b" for c in "\t\n\v\f\r \x1c\x1d\x1e\x1f\x85\xa0\u1680\u180e\u2000\u2003\u2009\u200a\u200b\u200c"
          "\u200d\u200e\u2028\u2029\u202a\u202f\u205f\u2060\u3000\ufeff"] + [
    "", " ", "\n", " \t\r\n ", " a", "a ", "  a  b  ", "a\r\nb\rc\n\nd", "\u3000全角\u3000", "\xa0\xa0", "a\n b\n  c",
    "\ufeffbom", "tabs\tand\tmore\t\ttabs", "a \u0301b", "line one\u2028line two", "a\u00a0'\u00a0s", "\u200b"]

CONTROLS = [f"a{chr(c)}b" for c in list(range(0x20)) + list(range(0x7F, 0xA0))] + [
    "\x1b[31mred\x1b[0m", "\x1b[1;32;40mgreen\x1b[m x", "\x1b[", "\x1b[31", "\x1b[31;", "\x1b[x", "\x1b\x1b[0mA",
    "\x1b[٣mdigit", "\x1b[0\u00e9m", "\x1b]0;title\x07", "a\u206ab", "a\ufff9b\ufffac\ufffb", "\ufffc", "a\ufffdb",
    "a\u202eb\u202c", "\U0001d173", "\U000e0041", "\x80", "\x93quoted\x94", "it\x92s", "\x85", "100\x80", "\x00\x00",
    "\ue000\uf8ff\U0010ffff\ufdd0\uffff"]

FORMS = ["Ａ Ｂｃ １２！？", "ＬＯＵＤ　ＮＯＩＳＥＳ", "ｶﾞｷﾞﾊﾟ ﾊﾟ ｱﾞ", "ﾡﾢￂￃ", "￠￡￢￣￤￥￦", "￨￩￪￫￬￭￮", "｟｠｡｢｣､･", "fluﬃest ﬀ ﬁ ﬂ ﬄ ﬅ ﬆ",
         "Ĳssel ĳs", "ŉ", "Ǆ ǅ ǆ Ǉ ǈ ǉ Ǌ ǋ ǌ Ǳ ǲ ǳ", "æ œ Æ Œ", "e\u0301", "A\u030a", "\u212b", "\u2126\u212a", "\u1e9b\u0323",
         "q\u0307\u0323", "q\u0323\u0307", "\u0f73\u0f75", "\u1100\u1161\u11a8", "\uac00\u11a8", "\u1100\u1161\u1161",
         "\uac01\u11a8", "\u1100\u1100\u1161", "\u0958\u095b", "\ufb1d\ufb2a", "\u2adc", "\U0001d15e\U0001d1bb",
         "\uf900\ufa10\ufad9", "\U0002f800", "o\u0302\u0323\u031b", "\u0344", "\u0340\u0341\u0343\u0374\u037e\u0387",
         "\u1f71\u1fbe\u1fee", "\u0b47\u0b56\u0b3e", "\u0cc6\u0cc2\u0cd5", "\U00011099\U000110ba", "\u3046\u3099",
         "a\u0315\u0300\u05ae\u0300b", "\u09c7\u0334\u09be"]

CASES = ["İstanbul", "I i ı İ", "ß ẞ STRASSE", "ΑΣ", "ΑΣ.", "ΑΣ'Α", "Σ", "ΣΣ", "Σ Α", "aΣ", "1Σ", "Σ1", "ΑΣ\u0301", "ΑΣ\u0301Α",
         "Α\u00adΣ", "Α.Σ.", "ΑΣ\u200dΑ", "ſ ſt", "'ſ it'ſ", "ǅ", "ᾈ ᾼ", "Ⓐ", "Ⅷ", "Ա", "Ꭰ ꭰ", "Ა", "𐐀", "Ω K Å", "ÀÉÎÕÜ",
         "ŁÓDŹ", "ЁЖЩ", "ẠẢẤ", "ȺȾ Ꞌ", "Ꙁ Ꚁ", "𞤀", "Ꟃ Ʂ Ᶎ", "ϴ", "ẞ'S"]

SPECIALS = ["<start_of_text>", "<end_of_text>", "<START_OF_TEXT>", "<Start_Of_Text>a<end_of_text>",
            "<start_of_text>a photo<end_of_text>", "a<end_of_text>b", "!<start_of_text>", "<start_of_text", "start_of_text>",
            "<start_of_text>>", "<<start_of_text>", " <start_of_text>", "< start_of_text>", "<end_of_text><end_of_text>",
            "<\u017ftart_of_text>", "<start_of_\u017ftext>", "<end_of_text>'s", "<|startoftext|>", "<|endoftext|>",
            "&lt;end_of_text&gt;", "＜end_of_text＞", "<end of text>", "</w>", "a</w>", "<s></s>", "[CLS] [SEP] <unk> <pad>",
            "Ġthe", "!</w>", "!<|startoftext|>", "<|STARTOFTEXT|>!", "<|startoftext|>'s", "<|endoftext|> <|endoftext|>"]


def long_texts(rng):
    yield "a photo of a cat " * 40
    yield "x" * 300
    yield "ab" * 200
    yield "na" * 150 + " batman"
    yield "!" * 500
    yield "1" * 120
    yield "ha" * 60 + "!" * 60
    yield "e\u0301" * 100
    yield "猫" * 100
    yield "😀" * 80
    yield "lol" * 333
    yield "".join(rng.choice("abcdefghijklmnopqrstuvwxyz") for _ in range(1000))
    yield "".join(rng.choice("ab") for _ in range(1000))
    yield "".join(rng.choice("aeilnorst") for _ in range(2000))
    yield " ".join("".join(rng.choice("etaoinshrdlu") for _ in range(rng.randint(1, 12))) for _ in range(300))


MOJIBAKE = ["L’été à la façade", "naïve — “quoted”", "Ελλάδα", "привет мир", "日本語テキスト", "한국어", "مرحبا", "😀 ok", "żółć",
            "€5 £4", "½ × ¾", "á à ã â", "Ã la carte", "fÃ cil", "Ã quel point", "às", "100°", "…", "\xa0", "it’s", "ÄÖÜ äöü ß"]


def pieces():
    """Words and hard texts to generate others from."""
    words = [w for t in CAPTIONS + SCRIPTS + EMOJI + MOJIBAKE for w in t.split()]
    return (words + CONTRACTIONS + DIGITS + PUNCTUATION + ENTITIES + SPACES + CONTROLS + FORMS + CASES + SPECIALS
            + MOJIBAKE)


def truncation(tokenizer, texts):
    for text in texts:
        for context in [1, 2, 3, 8, 16, 32, 77]:
            rows = tokenizer([text], context_length=context).rows
            length = min(len(tokenizer.encode(text)) + 2, context)
            yield {"text": text, "context": context, "ids": rows[0][:length]}


def decoding(rng, texts, tokenizers, fast):
    """Ids and what each reference decodes them to."""

    def decoded(ids):
        result = {"ids": ids, "text": tokenizers["open_clip"].decode(ids)}
        for rules, text in [("openai", tokenizers["openai"].decode(ids)), ("hf", fast.decode(ids))]:
            if text != result["text"]:
                result[rules] = text
        return result

    tokenizer = tokenizers["open_clip"]
    special = tokenizer.all_special_ids
    for text in texts:
        yield decoded([special[0]] + tokenizer.encode(text) + [special[1]])
    for _ in range(100):
        yield decoded([rng.randrange(tokenizer.vocab_size) for _ in range(rng.randint(0, 12))])
    for _ in range(60):
        # Single bytes in random order: mostly not UTF-8.
        yield decoded([rng.randrange(512) for _ in range(rng.randint(1, 8))])


def added_tokens(plain):
    """Texts by folders whose special tokens are looked for in other ways: with a tokenizer.json that is OpenAI's but
    for `added`, of which each is [id, name, normalized, lstrip, rstrip], or without `added` with vocab.json and
    merges.txt; and with what `config` and `map` say beside them."""
    from transformers import CLIPTokenizer
    texts = ["<|startoftext|>a cat<|endoftext|>", "<|STARTOFTEXT|> x <|EndOfText|>", "a  <|endoftext|>  b", "!<|endoftext|>!",
             "wow! a cat!", "a <new>  word", "A <NEW> WORD", "<new>", " <new> ", "<n", "ab<new><new>c", "É<new>É", "E\u0301e",
             "<e\u0301>", "<\u00c9>", "\u00a0<new>\u3000x", "İ<new>Σ", "", "a\tb<|endoftext|>\n\n<|startoftext|>"]
    content = json.loads(text_references.hugging_face(plain).backend_tokenizer.to_str())
    start, end = [49406, "<|startoftext|>"], [49407, "<|endoftext|>"]
    def token(name, **flags):
        return {"__type": "AddedToken", "content": name, "lstrip": False, "normalized": True, "rstrip": False, "single_word": False, **flags}

    usual = [start + [False] * 3, end + [False] * 3]
    decoder = {"0": token("!", normalized=False, rstrip=True, special=True), "49407": token("<|endoftext|>", lstrip=True)}
    every = ["<|endoftext|>", token("<|endoftext|>"), token("<|endoftext|>", lstrip=True)]
    cases = [(added, None, None) for added in [
        [],
        [start + [False, False, False], end + [False, False, False]],
        [start + [True, False, False], end + [False, False, False]],
        [start + [True, True, False], end + [True, False, True]],
        [[0, "!", False, False, False], start + [False, True, True], end + [True, True, True]],
        [start + [True, False, False], end + [True, False, False], [49408, "<new>", True, False, False],
         [49409, "<n", False, False, False]],
        [start + [False] * 3, end + [False] * 3, [49408, "<new>", False, True, True], [49409, "<é>", True, False, False]],
    ]]
    for added in [None, usual]:
        cases += [(added, config, map) for config, map in [
            ({"pad_token": "!"}, None), (None, {"pad_token": "!"}), ({"pad_token": "<|endoftext|>"}, {"pad_token": "!"}),
            ({"bos_token": token("<|startoftext|>"), "eos_token": token("<|endoftext|>"), "pad_token": "<|endoftext|>"}, None),
            ({"added_tokens_decoder": decoder, "pad_token": "!"}, None),
            ({"additional_special_tokens": ["<new>", "cat"]}, None),
            ({"pad_token": token("<new>", rstrip=True)}, {"bos_token": {"content": "<|startoftext|>", "lstrip": True, "normalized": True,
                                                                         "rstrip": False, "single_word": False}})]]
    cases += [(None, {"eos_token": eos, "unk_token": unk, "pad_token": pad}, None)
              for eos in every for unk in every for pad in every]
    for added, config, map in cases:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder)
            if added is None:
                text_references.write_vocabulary(plain, path)
            else:
                content["added_tokens"] = [
                    {"id": id, "content": name, "single_word": False, "lstrip": left, "rstrip": right,
                     "normalized": normalised, "special": True} for id, name, normalised, left, right in added]
                (path / "tokenizer.json").write_text(json.dumps(content), encoding="utf-8")
            for name, settings in [("tokenizer_config", config), ("special_tokens_map", map)]:
                if settings is not None:
                    (path / f"{name}.json").write_text(json.dumps(settings), encoding="utf-8")
            tokenizer = CLIPTokenizer.from_pretrained(folder)
        # The settings are themselves JSON in text, as a file would have them.
        yield {"added": added, "config": config and compact(config), "map": map and compact(map), "texts": [
            {"text": t, "ids": tokenizer(t, add_special_tokens=False).input_ids} for t in texts]}


def surrogates(encoders):
    """Texts with halves of characters, as UTF-16: JSON and a Swift string have none."""
    for text in ["\ud83d\udca9", "\ud83d", "\udca9", "\udca9\ud83d", "a \ud83d b", "\ud83d\ud83d\udca9", "\ud83dx\udca9"]:
        units = [int.from_bytes(text.encode("utf-16-le", "surrogatepass")[i:i + 2], "little")
                 for i in range(0, 2 * len(text), 2)]
        yield {"utf16": units, "ids": encoders["open_clip"](text)}


def pocket_tokenizer(module):
    """The reference on the bundled model's merges, of which OpenAI's ids 0 to 8189 are left."""
    merges = (ROOT / "Sources/CCLIPBundledModel/Model/merges.txt").read_text(encoding="utf-8")
    with tempfile.NamedTemporaryFile(suffix=".gz") as file:
        file.write(gzip.compress(merges.strip().encode()))
        file.flush()
        return module.SimpleTokenizer(bpe_path=file.name)


def generated(rng, count, make):
    return [make(rng, pieces()) for _ in range(count)]


def main():
    text_references.check_versions()
    OUT.mkdir(parents=True, exist_ok=True)
    rng = random.Random(SEED)
    module = text_references.open_clip()
    tokenizers = {"open_clip": module.SimpleTokenizer(), "openai": text_references.openai().SimpleTokenizer()}
    fast = text_references.hugging_face(tokenizers["open_clip"])
    encoders = {rules: tokenizer.encode for rules, tokenizer in tokenizers.items()}
    encoders["hf"] = lambda text: fast(text, add_special_tokens=False).input_ids
    metadata = text_references.load("open_clip", "zero_shot_metadata")
    templates = metadata.OPENAI_IMAGENET_TEMPLATES + metadata.SIMPLE_IMAGENET_TEMPLATES
    labels = metadata.IMAGENET_CLASSNAMES
    marks = nasty_texts.mark_heaps(rng)
    write_texts("labels", labels, encoders)
    write_texts("templates", [t(rng.choice(labels)) for t in templates], encoders)
    captions = write_texts("captions", CAPTIONS, encoders)
    scripts = write_texts("scripts", SCRIPTS, encoders)
    emoji = write_texts("emoji", EMOJI, encoders)
    write_texts("contractions", CONTRACTIONS, encoders)
    write_texts("digits", DIGITS, encoders)
    write_texts("punctuation", PUNCTUATION, encoders)
    write_texts("entities", ENTITIES, encoders)
    write_texts("spaces", SPACES, encoders)
    write_texts("controls", CONTROLS, encoders)
    write_texts("forms", FORMS, encoders)
    write_texts("cases", CASES + generated(rng, 300, nasty_texts.cased), encoders)
    write_texts("specials", SPECIALS + generated(rng, 300, nasty_texts.special), encoders)
    long = write_texts("long", long_texts(rng), encoders)
    write_texts("nasty", generated(rng, 1300, nasty_texts.heap), encoders)
    write_texts("mojibake", MOJIBAKE + generated(rng, 1200, nasty_texts.mojibake), encoders)
    write_texts("marks", [next(marks) for _ in range(300)], encoders)
    write_texts("pocket", captions + scripts + emoji + list(labels[::10]), {
        "open_clip": pocket_tokenizer(module).encode})
    write("truncation.jsonl", truncation(tokenizers["open_clip"], captions[:8] + [""] + long[:4]))
    write("decoding.jsonl", decoding(rng, captions + scripts + emoji, tokenizers, fast))
    write("added-tokens.jsonl", added_tokens(tokenizers["open_clip"]))
    write("surrogates.jsonl", surrogates(encoders))


if __name__ == "__main__":
    main()
