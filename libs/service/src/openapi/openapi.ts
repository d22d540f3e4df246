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
  const document = SwaggerModule.createDocument(app, config, {
    operationIdFactory: (controller, method) => `${controller.replace(/Controller$/, '')}_${method}`,
    standardSchemaConverter: (schema, { schemaType }) => ({
      schema: z.toJSONSchema(schema as z.ZodType, { io: schemaType, target: 'openapi-3.0', unrepresentable: 'any' }),
    }),
  });
  return withProblems(document);
}

const string = { type: 'string' } as const;

/** RFC 9457 with our extensions: what every answer is that is no success. */
const problemSchema = {
  type: 'object' as const,
  required: ['type', 'title', 'status', 'code'],
  properties: {
    type: { ...string, description: 'urn:vocloop:problem:<code>' },
    title: string,
    status: { type: 'integer' as const },
    code: { ...string, description: 'For programs: lower_snake_case.' },
    detail: { ...string, description: 'For people: what happened and what to mend.' },
    errors: { type: 'array' as const, items: { type: 'object' as const, required: ['pointer', 'code', 'detail'], properties: { pointer: { ...string, description: 'Where, as a JSON pointer; empty for the whole.' }, code: string, detail: string } } },
    traceId: { ...string, description: 'What the logs call this request.' },
  },
};

function withProblems(document: OpenAPIObject): OpenAPIObject {
  const problem = { description: 'No success: a problem document.', content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } } };
  for (const path of Object.values(document.paths)) {
    for (const operation of [path.get, path.put, path.post, path.delete, path.patch]) if (operation) operation.responses['default'] = problem;
  }
  return { ...document, components: { ...document.components, schemas: { ...document.components?.schemas, Problem: problemSchema } } };
}
