import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { Allow, Caller, type CallerOf } from '@vocloop/service';
import { scoreQuestion, type ScoreQuestion } from './question.js';
import { ScoreService, type ScoreAnswer } from './score.service.js';

@ApiTags('score')
@Allow('feedback:write')
@Controller('v1/score')
export class ScoreController {
  constructor(private readonly scores: ScoreService) {}

  @Post()
  @HttpCode(200)
  @ApiOperation({ summary: 'Scores a text, or a conversation so far, at once; says whether a human should take over, and why' })
  score(@Caller() { tenant }: CallerOf, @Body({ schema: scoreQuestion }) question: ScoreQuestion): Promise<ScoreAnswer> {
    return this.scores.answer(tenant, question);
  }
}
