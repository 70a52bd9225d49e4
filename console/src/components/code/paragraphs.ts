/** Explanations as elements: of Markdown only paragraphs, bold words and code, all of it as text. */
export function paragraphs(markdown: string): HTMLElement {
  const box = document.createElement('div');
  box.className = 'code-help';
  for (const paragraph of markdown.split('\n\n')) {
    const element = document.createElement('p');
    for (const part of paragraph.split(/(\*\*[^*]+\*\*|`[^`]+`)/)) element.append(marked(part));
    box.append(element);
  }
  return box;
}

function marked(part: string): Node {
  const sign = /^\*\*|^`/.exec(part)?.[0];
  if (sign === undefined) return document.createTextNode(part);
  const element = document.createElement(sign === '`' ? 'code' : 'strong');
  element.textContent = part.slice(sign.length, -sign.length);
  return element;
}
