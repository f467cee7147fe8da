// Finds fields of www/types.d.ts that no script of the page reads: the module would write them
// for nobody. TypeScript itself says where each is referred to.

import { resolve } from 'node:path';
import { SyntaxKind } from 'typescript/unstable/ast';
import { API } from 'typescript/unstable/sync';

const TYPES = resolve('www/types.d.ts');

const api = new API({ cwd: process.cwd() });
try {
  const snapshot = api.updateSnapshot({ openProjects: [resolve('tsconfig.json')] });
  const [project] = snapshot.getProjects();
  const file = project.program.getSourceFile(TYPES);
  if (!file) throw new Error(`${TYPES} is not among the files of tsconfig.json`);
  const fields = [...fieldsOf(file)];
  if (fields.length === 0) throw new Error(`${TYPES} declares no fields`);
  const unread = fields.filter(({ name }) => !isRead(project, name));
  for (const { owner, name } of unread) {
    console.error(`no script of the page reads ${owner}.${name.text}, which crates/web/src/model.rs declares`);
  }
  console.log(`${fields.length - unread.length} of ${fields.length} fields are read`);
  process.exitCode = unread.length > 0 ? 1 : 0;
} finally {
  api.close();
}

/** Every field of every interface. */
function* fieldsOf(file) {
  for (const { kind, name: owner, members } of file.statements) {
    if (kind !== SyntaxKind.InterfaceDeclaration) continue;
    for (const { name } of members) yield { owner: owner.text, name };
  }
}

/** Whether anything but its own declaration refers to a field. */
function isRead({ checker }, name) {
  const found = checker.getReferencedSymbolsForNode(name, name.getStart());
  const places = found.flatMap(({ references }) => references);
  return places.some(({ path }) => path !== TYPES.toLowerCase() && path !== TYPES);
}
