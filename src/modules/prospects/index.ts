export { AdvanceProspect } from './advance-prospect/advance-prospect.js';
export { ChangeProspectStatus } from './change-prospect-status/change-prospect-status.js';
export { CreateProspect } from './create-prospect/create-prospect.js';
export { displayName } from './prospect.js';
export {
  type Language,
  type ProspectDetails,
  type ProspectState,
  type ProspectType,
  prospectTypes,
} from './prospect.table.js';
export { wholeDetails } from './prospect-details.js';
export { writtenPhone } from './phone.js';
export { PROSPECT_CREATED } from './prospect.events.js';
export { PROSPECT } from './prospect.table.js';
export { ProspectsModule } from './prospects.module.js';
export { prospectOwnership, Prospects } from './prospects.js';
