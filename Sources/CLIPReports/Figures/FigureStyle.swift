/// The colours and line styles of all figures: a page and a figure's own file use the same.
///
/// Blue is right and orange is wrong throughout, two hues that people with any common colour blindness tell
/// apart; series differ by marker and dash as well as by colour.
enum FigureStyle {
    /// Variables for light and dark.
    static let colours = """
        :root{color-scheme:light dark;--paper:#fff;--ink:#1b1f24;--quiet:#56606b;--line:#d3dae1;--faint:#f4f6f8;
        --hit:#1b62ad;--miss:#c4450c;--s1:#1b62ad;--s2:#c4450c;--s3:#0c7a5e;--s4:#7e49b5;--s5:#9a6500;--s6:#b83373;
        --s7:#4d5763}
        @media (prefers-color-scheme:dark){:root{--paper:#121519;--ink:#e7eaed;--quiet:#9ba5af;--line:#353d46;
        --faint:#1b2026;--hit:#6fb2ff;--miss:#ff9a5c;--s1:#6fb2ff;--s2:#ff9a5c;--s3:#4ccfa3;--s4:#c49cf2;--s5:#e2b23e;
        --s6:#f48abb;--s7:#b0bac4}}

        """

    /// What the classes of shapes and texts look like.
    static let rules = """
        svg text{font:12px system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans",sans-serif;fill:var(--ink);
        font-variant-numeric:tabular-nums}
        svg .f-quiet{fill:var(--quiet)}svg .f-small{font-size:11px}svg .f-strong{font-weight:600}
        .f-axis{stroke:var(--quiet);stroke-width:1}.f-grid{stroke:var(--line);stroke-width:1}
        .f-frame{fill:none;stroke:var(--line);stroke-width:1}
        .f-ideal{stroke:var(--quiet);stroke-width:1;stroke-dasharray:3 3}.f-target{fill:transparent}
        .f-hit{fill:var(--hit)}.f-miss{fill:var(--miss)}.f-rest{fill:var(--line)}
        .f-hit-line{stroke:var(--hit);stroke-width:1.5;fill:none}.f-miss-line{stroke:var(--miss);stroke-width:1.5;
        fill:none}.f-range{stroke:var(--ink);stroke-width:1.25}.f-bar{fill:var(--hit);fill-opacity:.32}
        .f-stem{stroke:var(--line);stroke-width:3}.f-open{fill:var(--paper);stroke:var(--quiet);stroke-width:1.5}
        .f-part{stroke:var(--quiet);stroke-width:1.25;stroke-opacity:.55}.f-dot{stroke:var(--paper);stroke-width:1}
        .f-gain{stroke:var(--hit);stroke-width:2.5}.f-loss{stroke:var(--miss);stroke-width:2.5}
        .f-l1{fill-opacity:.14}.f-l2{fill-opacity:.26}.f-l3{fill-opacity:.38}.f-l4{fill-opacity:.5}
        .f-l5{fill-opacity:.62}.f-l6{fill-opacity:.74}.f-l7{fill-opacity:.87}.f-l8{fill-opacity:1}
        svg .f-over{fill:var(--paper)}svg .f-count{font-size:36px}
        .f-cells path{shape-rendering:crispEdges}
        .f-s1{--s:var(--s1)}.f-s2{--s:var(--s2)}.f-s3{--s:var(--s3)}.f-s4{--s:var(--s4)}.f-s5{--s:var(--s5)}
        .f-s6{--s:var(--s6)}.f-s7{--s:var(--s7)}
        .f-curve{fill:none;stroke:var(--s);stroke-width:2;stroke-linejoin:round}
        .f-d2{stroke-dasharray:7 3}.f-d3{stroke-dasharray:2 3}.f-d4{stroke-dasharray:9 3 2 3}
        .f-band{fill:var(--s);fill-opacity:.13}.f-point{fill:var(--s);stroke:var(--paper);stroke-width:1}
        .f-whisker{stroke:var(--s);stroke-width:1.25}

        """

    /// The ground of a file that stands alone.
    static let paper = ".f-paper{fill:var(--paper)}\n"
}
