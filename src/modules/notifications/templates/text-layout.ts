import { Eta } from 'eta';
import { type MailContent } from './mail-content.js';

const columns = 72;

const layout = `<%= it.wrap(it.content.greeting) %>


<% for (const block of it.content.blocks) { %>
<%= it.part(block) %>


<% } %>
<%= it.content.closing.join('\\n') %>


-- 
<%= it.wrap(it.content.footer) %>

`;

const parts = {
  text: '<%= it.wrap(it.text) %>',
  figure: '<%= it.label %>: <%= it.value %>\n\n<%= it.wrap(it.note) %>',
  facts: `<% const rows = it.total ? [...it.rows, it.total] : it.rows; %>
<% if (it.title) { %><%= it.title %>\n\n<% } %>
<%= rows.map(([label, value]) => it.wrap('  ' + label + ': ' + value, '    ')).join('\\n') %>`,
  list: `<% const mark = (i) => (it.mark === '1' ? i + 1 + '. ' : it.mark + ' '); %>
<%= it.title %>\n
<%= it.items.map((item, i) => it.wrap(mark(i) + item, '   ')).join('\\n') %>`,
  notice: `<%= it.title %>\n\n<%= it.wrap(it.text) %>`,
};

const eta = new Eta({ autoEscape: false, cache: true });
for (const [name, template] of Object.entries({ layout, ...parts })) eta.loadTemplate(`@${name}`, template);

/** The plain-text body, in lines of at most 72 characters where words allow. */
export function textMail(content: MailContent, companyName: string): string {
  const part = (block: MailContent['blocks'][number]) => eta.render(`@${block.kind}`, { ...block, wrap });
  return eta.render('@layout', { content, companyName, part, wrap }).trimEnd() + '\n';
}

function wrap(text: string, indent = ''): string {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(/(?<=\S) +/)) {
    if (line && line.length + 1 + word.length > columns) {
      lines.push(line);
      line = indent + word;
    } else {
      line = line ? `${line} ${word}` : word;
    }
  }
  return [...lines, line].join('\n');
}
