/// How pages look: one column of text and figures on a narrow screen, headings in the margin on a wide one.
enum StyleSheet {
    static let source = """
        *{box-sizing:border-box}
        html{font:15px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans",sans-serif;background:var(--paper);
        color:var(--ink);-webkit-text-size-adjust:100%}
        body{margin:0 auto;max-width:1200px;padding:28px clamp(16px,3.5vw,40px) 64px;overflow-wrap:anywhere}
        h1{font-size:1.75rem;line-height:1.2;font-weight:650;letter-spacing:-.01em;margin:0 0 8px;max-width:34em;text-wrap:balance}
        h2{font-size:1.12rem;line-height:1.3;font-weight:650;margin:0 0 6px}
        h3{font-size:1rem;line-height:1.35;font-weight:600;margin:28px 0 8px}
        p{margin:0 0 10px;max-width:44em}
        a{color:var(--hit)}a:hover{text-decoration-thickness:2px}
        :focus-visible{outline:2px solid var(--hit);outline-offset:2px;border-radius:3px}
        .quiet,figcaption,.lead{color:var(--quiet)}
        .lead{font-size:.93rem}
        .skip{position:absolute;left:-9999px}.skip:focus{left:16px;top:8px;background:var(--paper);padding:4px 8px}
        .intro{font-size:1.07rem;max-width:46em;margin-bottom:14px}
        nav{border-block:1px solid var(--line);padding:8px 0;margin:22px 0 0;font-size:.93rem}
        nav ul{list-style:none;margin:0;padding:0;display:flex;flex-wrap:wrap;gap:2px 20px}
        nav a{text-decoration:none}nav a:hover{text-decoration:underline}
        section{padding:36px 0 0}
        section>*{min-width:0}
        @media (min-width:960px){section{display:grid;grid-template-columns:220px minmax(0,1fr);column-gap:44px}
        section>header{position:sticky;top:24px;align-self:start}}
        footer{margin-top:48px;border-top:1px solid var(--line);padding-top:12px;font-size:.87rem;color:var(--quiet)}

        .headlines{display:grid;grid-template-columns:repeat(auto-fill,minmax(min(190px,44%),1fr));gap:0 24px;margin:0}
        .headlines>div{display:grid;grid-template-rows:subgrid;grid-row:span 3;border-top:1px solid var(--quiet);
        padding:7px 0 20px}
        .headlines dt{font-size:.87rem;color:var(--quiet);line-height:1.3}
        .headlines dd{margin:0}
        .headlines .value{font-size:1.7rem;line-height:1.25;font-weight:600;font-variant-numeric:tabular-nums;
        letter-spacing:-.01em}
        .headlines .range{font-size:.82rem;color:var(--quiet);line-height:1.4}

        .figures{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(320px,100%),1fr));gap:28px 36px;
        align-items:start}
        .figures.single{grid-template-columns:minmax(0,560px)}.figures+.region,.headlines+.region{margin-top:26px}
        .region+.figures,.headlines+.figures{margin-top:26px}
        figure{margin:0;min-width:0}
        figcaption{font-size:.87rem;line-height:1.45;margin-top:6px;max-width:44em}
        .figure{display:block;max-width:100%;height:auto;overflow:visible}
        .figure-title{font-weight:600;font-size:.95rem;margin:0 0 6px}
        .figure [data-tip].on{stroke:var(--ink);stroke-width:1.5}
        .figure .f-target.on{fill:var(--ink);fill-opacity:.06;stroke:none}

        .region{overflow-x:auto;max-width:100%}.region.tall{max-height:36rem;overflow-y:auto;
        border-bottom:1px solid var(--line)}
        .region+p{margin-top:10px}
        table{border-collapse:collapse;width:100%;font-size:.91rem;font-variant-numeric:tabular-nums}
        caption{text-align:left;font-weight:600;padding:0 0 6px}
        th,td{padding:4px 14px 5px 0;text-align:left;vertical-align:middle;border-bottom:1px solid var(--line)}
        th:last-child,td:last-child{padding-right:2px}
        thead th{position:sticky;top:0;background:var(--paper);color:var(--quiet);font-weight:500;white-space:nowrap;
        border-bottom:1px solid var(--quiet);z-index:1}
        tbody th{font-weight:400;min-width:6.5em;max-width:24em}
        .number{text-align:right;white-space:nowrap}
        th button{font:inherit;color:inherit;background:none;border:0;padding:0;cursor:pointer}
        th button:hover{color:var(--ink)}
        th button::after{content:"";display:inline-block;width:.9em;text-align:right}
        th[aria-sort=ascending] button::after{content:"↑"}th[aria-sort=descending] button::after{content:"↓"}
        td.bar{width:32%;min-width:110px}
        .span{position:relative;display:block;height:14px;background:var(--faint)}
        .span i{position:absolute;inset:0 auto 0 0;width:var(--v);background:var(--hit);opacity:.32}
        .span b{position:absolute;left:var(--lo);width:calc(var(--hi) - var(--lo));top:6px;height:2px;
        background:var(--ink)}
        .span u{position:absolute;left:calc(var(--v) - 1px);width:2px;top:0;bottom:0;background:var(--hit)}
        .small{font-size:.85em;font-weight:400}.best{font-weight:650}.gain{color:var(--hit)}.loss{color:var(--miss)}
        @media (max-width:640px){.wide{display:none}th,td{padding-right:10px}td.bar{min-width:72px}
        h1{font-size:1.45rem}}

        .cards{display:grid;grid-template-columns:repeat(auto-fill,minmax(104px,1fr));gap:18px 14px;margin:0;
        padding:0;list-style:none}
        .card{font-size:.8rem;line-height:1.35}.card>div:last-child{margin-top:5px}
        .card img,.none,.suspect img{display:block;width:100%;height:auto;aspect-ratio:1;object-fit:cover;background:var(--faint);
        border-radius:3px}
        .none{display:grid;place-items:center;color:var(--quiet);font-size:.75rem;padding:6px;text-align:center}
        .card dl,.suspect dl{margin:5px 0 0;display:grid;grid-template-columns:auto minmax(0,1fr);gap:0 6px}
        dl.said dt{color:var(--quiet)}dl.said dd{margin:0}
        .name{display:-webkit-box;-webkit-box-orient:vertical;-webkit-line-clamp:3;overflow:hidden}
        .right::before{content:"✓ ";color:var(--hit)}.wrong::before{content:"✗ ";color:var(--miss)}
        .file{color:var(--quiet);font-size:.75rem;overflow-wrap:anywhere}
        .pairs{list-style:none;margin:0;padding:0}
        .pairs>li{border-top:1px solid var(--line);padding:10px 0;display:grid;
        grid-template-columns:minmax(0,1fr);gap:10px 24px}
        .pairs p{margin:0}
        .strip{display:grid;grid-template-columns:repeat(6,minmax(0,80px));gap:8px;list-style:none;margin:0;padding:0}
        .strip img{display:block;width:100%;height:auto;aspect-ratio:1;object-fit:cover;border-radius:3px;background:var(--faint)}
        @media (min-width:760px){.pairs>li{grid-template-columns:minmax(0,1fr) 520px}}
        @media (max-width:640px){.strip{grid-template-columns:repeat(4,minmax(0,1fr))}.strip li:nth-child(n+5){display:none}}
        .suspects{list-style:none;margin:14px 0 0;padding:0;display:grid;
        grid-template-columns:repeat(auto-fill,minmax(min(330px,100%),1fr));gap:16px 28px}
        .suspect{display:grid;grid-template-columns:84px minmax(0,1fr);gap:12px;font-size:.87rem;line-height:1.4}
        .suspect dl{margin:0}
        .facts{margin:0;display:grid;grid-template-columns:minmax(90px,170px) minmax(0,1fr);gap:4px 20px;font-size:.93rem}
        .facts dt{color:var(--quiet)}.facts dd{margin:0}
        code,.code{font:.92em ui-monospace,SFMono-Regular,Menlo,Consolas,monospace}
        .plain{margin:0;padding:0;list-style:none}

        #tip{position:fixed;z-index:9;max-width:min(340px,calc(100vw - 24px));background:var(--ink);color:var(--paper);
        font-size:.83rem;line-height:1.4;padding:5px 9px;border-radius:4px;pointer-events:none;white-space:pre-line}

        """

    /// The heat map's own part.
    static let map = """
        .map{max-width:min(100%,var(--widest));--track:min(var(--names),28vw)}
        .map-tools{display:flex;flex-wrap:wrap;gap:8px 16px;align-items:end;margin:0 0 8px}
        .map-tools label{font-size:.87rem;color:var(--quiet);flex:1 1 180px}
        .map-tools input{display:block;width:100%;max-width:320px;font:inherit;font-size:16px;color:var(--ink);
        background:var(--paper);border:1px solid var(--quiet);border-radius:4px;padding:4px 8px;margin-top:2px}
        .map-tools button{font:inherit;min-width:36px;min-height:34px;color:var(--ink);background:var(--paper);
        border:1px solid var(--quiet);border-radius:4px;padding:2px 10px;cursor:pointer}
        .map-tools button:hover{background:var(--faint)}.map-tools button:disabled{opacity:.45;cursor:default}
        .map-readout{display:block;min-height:3em;font-size:.93rem;line-height:1.5;margin:0 0 8px}
        .map-grid{display:grid;grid-template-columns:var(--track) minmax(0,1fr);grid-template-rows:var(--track) auto;
        gap:5px;touch-action:pan-y}
        .map-rows,.map-columns{display:grid;font-size:11px;min-width:0;min-height:0;contain:size}
        .map-rows{grid-area:2/1;grid-auto-rows:minmax(0,1fr)}
        .map-columns{grid-area:1/2;grid-auto-flow:column;grid-auto-columns:minmax(0,1fr)}
        .map-rows span,.map-columns span{white-space:nowrap;overflow:hidden;text-overflow:ellipsis;line-height:13px}
        .map-rows span{height:13px;align-self:center;text-align:right}
        .map-columns span{width:13px;height:100%;justify-self:center;writing-mode:vertical-rl;transform:rotate(180deg);
        text-align:left}
        .map .thin{visibility:hidden}.map .off{display:none}
        .map .found{font-weight:700;visibility:visible}
        .map-plane{grid-area:2/2;position:relative;aspect-ratio:1;border:1px solid var(--line);overflow:hidden;
        background:var(--paper);cursor:crosshair}
        .map-plane svg{position:absolute;inset:0;width:100%;height:100%;display:block}
        .map-plane i{position:absolute;pointer-events:none}
        .map-plane .band{background:var(--ink);opacity:.1}
        .map-plane .cell{border:2px solid var(--ink);box-shadow:0 0 0 1px var(--paper);min-width:8px;min-height:8px}
        .legend{display:grid;grid-template-columns:max-content repeat(8,minmax(0,30px));gap:2px;justify-content:start;font-size:.78rem;
        color:var(--quiet);align-items:center;margin:10px 0 14px}
        .legend b{font-weight:400;padding-right:8px}
        .legend i{height:11px}.legend span{text-align:right;transform:translateX(50%);font-variant-numeric:tabular-nums}
        .legend .h{background:color-mix(in srgb,var(--hit) var(--o),var(--paper))}
        .legend .m{background:color-mix(in srgb,var(--miss) var(--o),var(--paper))}

        """

    /// On paper: the light colours, no controls, nothing cut by a scroll area.
    static let print = """
        @media print{:root{color-scheme:light;--paper:#fff;--ink:#000;--quiet:#444;--line:#bbb;--faint:#f2f2f2;
        --hit:#1b62ad;--miss:#c4450c;--s1:#1b62ad;--s2:#c4450c;--s3:#0c7a5e;--s4:#7e49b5;--s5:#9a6500;--s6:#b83373;
        --s7:#4d5763}
        *{print-color-adjust:exact;-webkit-print-color-adjust:exact}
        html{font-size:11px}body{max-width:none;padding:0}nav,.skip,.map-tools,.map-readout,#tip{display:none}
        section{display:block;padding-top:18px}section>header{position:static;margin-bottom:8px}
        .region,.region.tall{max-height:none;overflow:visible}thead{display:table-header-group}
        thead th{position:static}
        figure,.card,.suspect,.pairs>li,.headlines div,tr{break-inside:avoid}h2,h3{break-after:avoid}
        .map{max-width:150mm}a{color:inherit;text-decoration:none}}

        """
}
