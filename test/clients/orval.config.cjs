/** For both versions; `ORVAL` names the folder. */
const folder = `generated/${process.env.ORVAL}`;

module.exports = {
  crm: {
    input: '../../openapi.json',
    output: { target: `${folder}/client.ts`, schemas: `${folder}/model`, client: 'fetch', mode: 'split' },
  },
};
