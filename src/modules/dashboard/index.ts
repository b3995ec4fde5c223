export { DashboardModule } from './dashboard.module.js';
export { RecordActivity } from './record-activity/record-activity.js';
