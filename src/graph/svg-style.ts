/** The picture's look. Colours differ by what a step does, and between light and dark readers. */
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
