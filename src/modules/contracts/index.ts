export { type Contract, CONTRACT } from './contract.table.js';
export { ContractsModule } from './contracts.module.js';
export { RecordContract } from './record-contract/record-contract.js';
export { RenderContract } from './render-contract/render-contract.js';
