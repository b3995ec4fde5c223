export { CatalogueModule } from './catalogue.module.js';
export { Catalogues } from './catalogues.js';
export * from './catalogue.js';
export * from './enumerations.js';
export * from './insurance-types.js';
