import 'reflect-metadata';
import { AppModule } from '../app.module.js';
import { loadConfig, publicUrl } from '../platform/config/config.js';
import { createApi } from '../platform/http/api.js';
import { runProcess } from '../platform/process.js';

await runProcess('API', async () => {
  const config = loadConfig();
  const app = await createApi(AppModule.forProcess(config, 'crm-api'), config);
  await app.listen(config.PORT, config.HOST);
  const { port } = app.getHttpServer().address() as { port: number };
  return { app, url: publicUrl({ HOST: config.HOST, PORT: port }) };
});
