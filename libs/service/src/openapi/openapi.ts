import { Controller, Get, Inject, type Type } from '@nestjs/common';
import { ApiExcludeController, DocumentBuilder, SwaggerModule, type OpenAPIObject } from '@nestjs/swagger';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { z } from 'zod';
import { Public } from '../access/allow.decorator.js';

/** Holds the document, which can be made only once the application stands. */
export class ApiDocument {
  document: OpenAPIObject | undefined;
}

/** A controller that serves the document at /v1/services/<name>/openapi.json. */
export function apiDocumentController(service: string): Type<unknown> {
  @ApiExcludeController()
  @Public()
  @Controller(`v1/services/${service}`)
  class ApiDocumentController {
    constructor(@Inject(ApiDocument) private readonly holder: ApiDocument) {}

    @Get('openapi.json')
    openapi(): OpenAPIObject | undefined {
      return this.holder.document;
    }
  }
  return ApiDocumentController;
}

/** The OpenAPI document of a service's routes, with the schemas that its zod schemas stand for. */
export function openApiOf(app: NestFastifyApplication, service: string, version: string): OpenAPIObject {
  const config = new DocumentBuilder()
    .setTitle(`Vocloop ${service}`)
    .setDescription('Errors are problem documents (RFC 9457), with errors[] of pointer, code and detail. Lists answer {items, nextCursor}.')
    .setVersion(version)
    .addBearerAuth({ type: 'http', scheme: 'bearer', bearerFormat: 'voc_<keyid>_<secret>' })
    .build();
  return SwaggerModule.createDocument(app, config, {
    operationIdFactory: (controller, method) => `${controller.replace(/Controller$/, '')}_${method}`,
    standardSchemaConverter: (schema, { schemaType }) => ({
      schema: z.toJSONSchema(schema as z.ZodType, { io: schemaType, target: 'openapi-3.0', unrepresentable: 'any' }),
    }),
  });
}
