import { type INestApplication } from '@nestjs/common';
import { DocumentBuilder, type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';
import { type Config } from '../config/config.js';

/** The OpenAPI document of the running application. */
export function buildOpenApi(app: INestApplication, companyName: string): OpenAPIObject {
  const settings = new DocumentBuilder()
    .setTitle(`${companyName} API`)
    .setDescription('Prospects, eligibility, quotes, policies and commissions. Sign in with the Authorize button; on the demo data '
      + '`broker1` with `correct-horse-battery-staple`.')
    .setVersion('1.0.0')
    .addOAuth2({ type: 'oauth2', flows: { password: { tokenUrl: '/api/v1/auth/login', scopes: {} } } }, 'bearer')
    .build();
  return SwaggerModule.createDocument(app, settings, {
    operationIdFactory: (controller, method) => `${controller.replace(/Controller$/, '')}_${method}`,
  });
}

/** Serves Swagger UI at `/docs` and the document at `/api/v1/openapi.json`. */
export function serveOpenApi(app: INestApplication, config: Config): void {
  SwaggerModule.setup('docs', app, () => buildOpenApi(app, config.COMPANY_NAME), {
    jsonDocumentUrl: 'api/v1/openapi.json',
    customSiteTitle: `${config.COMPANY_NAME} API`,
    swaggerOptions: { persistAuthorization: true, displayRequestDuration: true },
  });
}
