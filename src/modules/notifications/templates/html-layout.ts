import { Eta } from 'eta';
import { type MailLanguage } from './format.js';
import { type MailContent } from './mail-content.js';

const ink = '#1f2a37';
const quiet = '#5a6675';
/** The colours of the contract's logo. A mail loads no picture, so it bears the company's name and no logo of its own. */
const brand = '#12304f';
const accent = '#1b7f79';
const line = '#e2e8ef';
const tint = '#f3f7fb';

const table = 'role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0"';
const shrunk = 'role="presentation" cellpadding="0" cellspacing="0" border="0"';

/** Size and leading in px; a word too long for a phone breaks rather than widens the mail. */
function type(size: number, leading: number, colour: string, weight = 400): string {
  return (
    "font-family:-apple-system,'Segoe UI',Roboto,Helvetica,Arial,sans-serif;" +
    `font-size:${size}px;line-height:${leading}px;font-weight:${weight};color:${colour};` +
    'word-break:break-word;overflow-wrap:anywhere;'
  );
}

const body = type(16, 24, ink);
const small = type(13, 19, quiet);
const item = type(15, 24, ink);
const label = `padding:10px 16px 10px 0;${type(15, 22, quiet)}word-break:normal;overflow-wrap:normal;`;
const value = `padding:10px 0;${type(15, 22, ink, 600)}`;
const sum = `border-top:2px solid ${brand};padding:10px 0;${type(15, 22, brand, 700)}`;
const heading = `margin:8px 0;${type(17, 24, brand, 700)}`;
const disc = 'width:24px;height:24px;border-radius:12px;';

/** Mail clients know tables and inline styles; the style element only refines what already works without it. */
const layout = `<!DOCTYPE html>
<html lang="<%= it.language %>" dir="ltr">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light">
<meta name="format-detection" content="telephone=no, date=no, address=no, email=no">
<title><%= it.content.subject %></title>
<style>
@media (max-width: 480px) {
  .outer { padding: 0 !important; }
  .card { border: 0 !important; border-radius: 0 !important; }
  .pad { padding-left: 20px !important; padding-right: 20px !important; }
  .figure { font-size: 28px !important; line-height: 36px !important; }
}
</style>
</head>
<body style="margin:0;padding:0;background-color:#eef2f6;-webkit-text-size-adjust:100%;">
<div style="display:none;max-height:0;overflow:hidden;font-size:1px;line-height:1px;color:#eef2f6;opacity:0;">
<%= it.content.preheader %><%~ '&#8199;&#847; '.repeat(60) %></div>
<table ${table} style="background-color:#eef2f6;">
<tr><td class="outer" align="center" style="padding:32px 16px;">
<!--[if mso]><table role="presentation" width="600" cellpadding="0" cellspacing="0" border="0"><tr><td><![endif]-->
<table ${table} style="max-width:600px;">
<tr><td class="card" style="background-color:#ffffff;border:1px solid ${line};border-radius:10px;overflow:hidden;">
<table ${table}>
<tr><td class="pad" style="background-color:${brand};border-bottom:3px solid ${accent};padding:20px 36px;">
<p style="margin:0;${type(19, 28, '#ffffff', 600)}"><%= it.companyName %></p>
</td></tr>
<tr><td class="pad" style="padding:32px 36px 36px;">
<h1 style="margin:0 0 20px;${type(24, 32, brand, 700)}">
<%= it.content.title %></h1>
<p style="margin:0 0 12px;${body}"><%= it.content.greeting %></p>
<% for (const block of it.content.blocks) { %>
<%~ include('@' + block.kind, block) %>
<% } %>
<p style="margin:28px 0 0;${body}">
<% it.content.closing.forEach((words, i) => { %><% if (i > 0) { %><br><% } %><%= words %><% }) %></p>
</td></tr>
</table>
</td></tr>
<tr><td class="pad" align="center" style="padding:20px 36px 8px;${small}">
<%= it.content.footer %></td></tr>
</table>
<!--[if mso]></td></tr></table><![endif]-->
</td></tr>
</table>
</body>
</html>
`;

const paragraph = `<p style="margin:0 0 20px;${body}"><%= it.text %></p>`;

const figure = `<table ${table} style="margin:4px 0 24px;">
<tr><td align="center" style="background-color:${tint};border-radius:8px;padding:20px 16px;">
<p style="margin:0;${small}"><%= it.label %></p>
<p class="figure" style="margin:4px 0;${type(34, 42, brand, 700)}"><%= it.value %></p>
<p style="margin:0;${small}"><%= it.note %></p>
</td></tr>
</table>`;

const title = `<h2 style="${heading}"><%= it.title %></h2>`;

const facts = `<% if (it.title) { %>${title}<% } %>
<% /* An amount keeps its sign and its € on a phone too. */ %>
<% const whole = (text) => (text.length > 16 || text.includes(' ') ? '' : 'white-space:nowrap;'); %>
<table ${table} style="margin:0 0 24px;border-collapse:collapse;">
<% it.rows.forEach(([label, value], i) => { %>
<% const rule = i > 0 ? 'border-top:1px solid ${line};' : ''; %>
<tr>
<td valign="top" style="<%= rule %>${label}"><%= label %></td>
<td valign="top" align="right" style="<%= rule %>${value}<%= whole(value) %>"><%= value %></td>
</tr>
<% }) %>
<% if (it.total) { %>
<tr>
<td valign="top" style="${sum}"><%= it.total[0] %></td>
<td valign="top" align="right" style="${sum}<%= whole(it.total[1]) %>"><%= it.total[1] %></td>
</tr>
<% } %>
</table>`;

const list = `${title}
<% const ground = { '+': '#e3f4ec', '–': '#fdf0dc', '1': '#e8eff7' }[it.mark]; %>
<% const colour = { '+': '#14694a', '–': '#8a5200', '1': '${brand}' }[it.mark]; %>
<table ${table} style="margin:0 0 20px;">
<% it.items.forEach((item, i) => { %>
<tr>
<td width="36" valign="top" style="width:36px;padding:6px 0;">
<table ${shrunk}><tr><td width="24" height="24" align="center"
 style="${disc}background-color:<%= ground %>;${type(14, 24, '<%= colour %>', 700)}">
<%= it.mark === '1' ? i + 1 : it.mark %></td></tr></table>
</td>
<td valign="top" style="padding:6px 0;${item}"><%= item %></td>
</tr>
<% }) %>
</table>`;

const notice = `<table ${table} style="margin:4px 0 24px;">
<tr><td style="background-color:${tint};border-left:4px solid ${brand};border-radius:4px;padding:16px 20px;">
<p style="margin:0 0 4px;${type(16, 24, brand, 700)}"><%= it.title %></p>
<p style="margin:0;${item}"><%= it.text %></p>
</td></tr>
</table>`;

const eta = new Eta({ autoEscape: true, cache: true });
const templates = { layout, text: paragraph, figure, facts, list, notice };
for (const [name, template] of Object.entries(templates)) eta.loadTemplate(`@${name}`, template);

/** The HTML body; whatever the words hold is escaped. */
export function htmlMail(content: MailContent, companyName: string, language: MailLanguage): string {
  return eta.render('@layout', { content, companyName, language });
}
