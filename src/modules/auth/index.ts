export { AuthModule } from './auth.module.js';
export { May } from './access.js';
export { IssueResetToken } from './reset-password/issue-reset-token.js';
export { type Action, scopeOf, type Scope } from './access-table.js';
export { RegisterUser } from './register-user/register-user.js';
export { type Role, roles } from './roles.js';
export { UserRow } from './user.table.js';
export { Users } from './users.js';
export { sees, type Ownership } from './visibility.js';
