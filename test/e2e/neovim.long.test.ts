import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { folderWith } from './local-helpers.ts';

// Neovim itself, without a screen, set up as docs/guide/editor.md says for its version.

const found = spawnSync('nvim', ['--version'], { encoding: 'utf8' });
const [, minor = '0'] = /^NVIM v0\.(\d+)/.exec(found.stdout ?? '') ?? [];
const PROGRAM = fileURLToPath(new URL('../../bin/fdl.js', import.meta.url));

/** The set-up in the guide: for 0.11 and newer, then for older ones. */
function setUp(): string {
  const guide = readFileSync(new URL('../../docs/guide/editor.md', import.meta.url), 'utf8');
  const [, section = ''] = guide.split('\n## Neovim\n');
  const blocks = [...section.matchAll(/```lua\n(.*?)```/gs)].map(([, block = '']) => block);
  const block = blocks[Number(minor) >= 11 ? 0 : 1] ?? '';
  expect(block).toContain("'npx', 'fdl'");
  return block.replace("'npx', 'fdl'", `'${process.execPath}', '${PROGRAM}'`);
}

const DRIVE = `
vim.wait(60000, function() return #vim.diagnostic.get(0) > 0 end, 100)
for _, problem in ipairs(vim.diagnostic.get(0)) do print('problem ' .. (problem.lnum + 1)) end
local document = vim.lsp.util.make_text_document_params()
local asked = { textDocument = document, position = { line = 5, character = 20 } }
for _, answer in pairs(vim.lsp.buf_request_sync(0, 'textDocument/completion', asked, 20000) or {}) do
  for _, item in ipairs(answer.result.items or answer.result) do print('item ' .. item.label) end
end
vim.cmd('qa!')
`;

test.skipIf(found.error !== undefined)(
  'Neovim underlines a problem of a definition and completes a function',
  () => {
    const flow = [
      'version: v1',
      'type: flow',
      'steps:',
      '  - type: task',
      '    name: pack',
      '    resourceArn: acs',
      '',
    ];
    const folder = folderWith({
      'functions/shop/pack.ts': '',
      'flow.yaml': flow.join('\n'),
      'package.json': '{}',
    });
    const scripts = mkdtempSync(join(tmpdir(), 'fdl-neovim-'));
    writeFileSync(join(scripts, 'init.lua'), setUp());
    writeFileSync(join(scripts, 'drive.lua'), DRIVE);
    const options = ['--headless', '-u', join(scripts, 'init.lua'), 'flow.yaml'];
    // What it prints comes on stderr.
    const { stdout, stderr } = spawnSync(
      'nvim',
      [...options, '-c', `luafile ${join(scripts, 'drive.lua')}`],
      {
        cwd: folder,
        encoding: 'utf8',
        timeout: 120_000,
      },
    );
    expect(stdout + stderr).toContain('problem 6');
    expect(stdout + stderr).toContain('item acs:fc:::services/shop/functions/pack');
  },
  180_000,
);
