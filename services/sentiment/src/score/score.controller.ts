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
  @ApiOperation({
    summary: 'Scores a text, or a conversation so far, at once; says whether a human should take over, and why',
    description: 'Hand over where `handoff.told` is `now`: once for a conversation, in the answer to the first turn asked about since a hand-off was raised, and again wherever that turn is asked again. Answers to its other turns say `before`; `due`, `reason`, `turn` and `explanation` stay as they were raised. `turns` without `conversation` are decided over by themselves, each time, without `told`.',
  })
  score(@Caller() { tenant }: CallerOf, @Body({ schema: scoreQuestion }) question: ScoreQuestion): Promise<ScoreAnswer> {
    return this.scores.answer(tenant, question);
  }
}
