import test from 'ava';
import { CheckpointError } from '../../core/errors.js';
import { chooseRecoveryPoint } from './recovery-point.js';
import type { CheckpointCandidate } from './recovery-point.js';

const kinds = ['good', 'damaged', 'otherVersion', 'otherPlan'] as const;
type Kind = (typeof kinds)[number];

function candidate(epoch: number, kind: Kind): CheckpointCandidate {
  return {
    epoch,
    damage: kind === 'damaged' ? 'crc' : null,
    version: kind === 'otherVersion' ? 9 : 1,
    incompatible: kind === 'otherPlan' ? 'differs' : null,
  };
}

/** All lists of up to four kinds, oldest first. */
function* lists(): Generator<Kind[]> {
  for (let length = 0; length <= 4; length++) {
    for (let code = 0; code < kinds.length ** length; code++) {
      yield Array.from(
        { length },
        (_, i) => kinds[Math.floor(code / kinds.length ** i) % kinds.length]!,
      );
    }
  }
}

function permuted<T>(items: readonly T[], turn: number): T[] {
  return [...items.slice(turn), ...items.slice(0, turn)].reverse();
}

test('for every combination the newest whole checkpoint decides, whatever the order given', (t) => {
  for (const list of lists()) {
    const newestWhole = list.findLastIndex((kind) => kind !== 'damaged');
    for (let turn = 0; turn < Math.max(1, list.length); turn++) {
      const candidates = permuted(
        list.map((kind, i) => candidate(i + 1, kind)),
        turn,
      );
      const attempt = (): unknown => chooseRecoveryPoint(candidates, 1);
      if (list.length === 0) {
        t.deepEqual(attempt(), { epoch: null, discard: [], passedOver: [] });
      } else if (newestWhole < 0) {
        t.is(t.throws(attempt, { instanceOf: CheckpointError })?.code, 'CHECKPOINT_NONE_USABLE');
      } else if (list[newestWhole] === 'good') {
        const damaged = list
          .map((_, i) => i + 1)
          .slice(newestWhole + 1)
          .reverse();
        t.like(attempt(), { epoch: newestWhole + 1, discard: damaged });
      } else {
        const code =
          list[newestWhole] === 'otherPlan' ? 'CHECKPOINT_PLAN_CHANGED' : 'CHECKPOINT_VERSION';
        t.is(t.throws(attempt, { instanceOf: CheckpointError })?.code, code);
      }
    }
  }
});

test('each checkpoint passed over is explained', (t) => {
  const choice = chooseRecoveryPoint([candidate(1, 'good'), candidate(2, 'damaged')], 1);
  t.deepEqual(choice.passedOver, ['checkpoint 2 is damaged: crc']);
});
