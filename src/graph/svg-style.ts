/** The look of pictures. Colours differ by the type of step, and between light and dark settings. */
export const STYLE = `
text{font:12px ui-monospace,SFMono-Regular,Menlo,Consolas,monospace;fill:#1f2430}
.ground{fill:#fff}
.shape{fill:#f4f6fa;stroke:#8a94a6;stroke-width:1.2}
.task>.shape{fill:#e6f0ff;stroke:#3b73d1}
.wait>.shape{fill:#fdf4dc;stroke:#b98a18}
.choice>.shape{fill:#f1e9fd;stroke:#7d4fc4}
.succeed>.shape{fill:#e3f6e8;stroke:#2e8b4e}
.fail>.shape{fill:#fde8e6;stroke:#c4443a}
.start>.shape{fill:#1f2430;stroke:none}
.end>.shape{fill:none;stroke:#1f2430;stroke-width:3}
.box{fill:#8a94a6;fill-opacity:.07;stroke:#8a94a6;stroke-dasharray:5 4}
.name{font-weight:600}
.detail,.label{fill:#566071}
.way{fill:none;stroke:#566071;stroke-width:1.3}
.catch{stroke-dasharray:4 3}
.way.catch{stroke:#c4443a}
.label.catch{fill:#c4443a;stroke:none}
.tip{fill:#566071}
@media(prefers-color-scheme:dark){
text{fill:#e6e9ef}
.ground{fill:#14171d}
.shape{fill:#20252e}
.task>.shape{fill:#172a47}
.wait>.shape{fill:#3a2f10}
.choice>.shape{fill:#2b1d45}
.succeed>.shape{fill:#14351f}
.fail>.shape{fill:#421a17}
.start>.shape{fill:#e6e9ef}
.end>.shape{fill:none;stroke:#e6e9ef}
.detail,.label{fill:#a5afbf}
.way{stroke:#a5afbf}
.tip{fill:#a5afbf}
.way.catch{stroke:#ef7d74}
.label.catch{fill:#ef7d74}
}
`;

/** The look of pictures of executions besides: a colour for the status of each step, lines and widths for the way taken. */
export const PROGRESS_STYLE = `
.progress{font-weight:600}
.unreached>.shape{fill:none;stroke:#8a94a6;stroke-dasharray:3 3}
.unreached>text{fill:#7a8496}
.succeeded>.shape{fill:#e3f6e8;stroke:#2e8b4e}
.running>.shape{fill:#e6f0ff;stroke:#1d5fc4;stroke-width:3}
.caught>.shape{fill:#fdf0d5;stroke:#a86c00;stroke-width:2}
.failed>.shape{fill:#fde8e6;stroke:#b3261e;stroke-width:3}
.abandoned>.shape{fill:#eceef2;stroke:#5b6472;stroke-width:2;stroke-dasharray:8 3}
.succeeded>.box{stroke:#2e8b4e}
.running>.box{stroke:#1d5fc4;stroke-width:3}
.caught>.box{stroke:#a86c00;stroke-width:2}
.failed>.box{stroke:#b3261e;stroke-width:3}
.start.unreached>.shape,.end.unreached>.shape{stroke:#8a94a6;stroke-width:1.2}
.start.succeeded>.shape{fill:#1f2430;stroke:none}
.end.succeeded>.shape{fill:none;stroke:#1f2430}
.way.taken{stroke:#1f2430;stroke-width:2.6}
.way.untaken{stroke:#a9b1bf;stroke-width:1}
.label.untaken{fill:#7a8496}
@media(prefers-color-scheme:dark){
.unreached>.shape{fill:none}
.unreached>text{fill:#8b95a7}
.succeeded>.shape{fill:#14351f;stroke:#5fc483}
.running>.shape{fill:#172a47;stroke:#7db0ff}
.caught>.shape{fill:#3a2a0a;stroke:#e3b04b}
.failed>.shape{fill:#421a17;stroke:#ef7d74}
.abandoned>.shape{fill:#2a2f38;stroke:#b4bcc8}
.succeeded>.box{stroke:#5fc483}
.running>.box{stroke:#7db0ff}
.caught>.box{stroke:#e3b04b}
.failed>.box{stroke:#ef7d74}
.start.succeeded>.shape{fill:#e6e9ef;stroke:none}
.end.succeeded>.shape{fill:none;stroke:#e6e9ef}
.way.taken{stroke:#f2f4f8}
.way.untaken{stroke:#4c5565}
.label.untaken{fill:#8b95a7}
}
`;
