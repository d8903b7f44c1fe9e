/** Deliberate faults: each changes one place of the compiled code and must make its test fail. */

export interface Mutation {
  readonly name: string;
  /** Compiled file, without extension, from the build's root. */
  readonly file: string;
  /** Text to be replaced: must occur exactly once, white space counted as one blank. */
  readonly from: string;
  readonly to: string;
  /** Compiled test file, without extension, and the titles to run (AVA's --match). */
  readonly test: string;
  readonly match: string;
}

const exactlyOnce = 'props/sim/exactly-once.prop';

export const mutations: readonly Mutation[] = [
  {
    name: 'a sink commits before the manifest is durable',
    file: 'engine/checkpoint/coordinator',
    from: 'if (store !== null) await store.publish(',
    to: `for (const item of committables) await host.commit(item.sink, [item.committable]);
      if (store !== null) await store.publish(`,
    test: exactlyOnce,
    match: '*kills and power cuts*',
  },
  {
    name: 'the source offset is read after the barrier',
    file: 'engine/runtime/job-host',
    from: 'offsets: cut.offsets, committables',
    to: `offsets: Object.fromEntries(
        this.#parts.graph.sources.map((source) => [source.uid, source.task.offset()])),
      committables`,
    test: exactlyOnce,
    match: '*kills and power cuts*',
  },
  {
    name: "one operator's state is left out of the snapshot",
    file: 'engine/state/state-tables',
    from: 'this.#stores.flatMap((store) => store.freeze())',
    to: 'this.#stores.slice(1).flatMap((store) => store.freeze())',
    test: exactlyOnce,
    match: '*kills and power cuts*',
  },
  {
    name: 'scalars of operators are left out of the manifest',
    file: 'engine/runtime/job-host',
    from: 'scalars: context.saveScalars()',
    to: 'scalars: {}',
    test: exactlyOnce,
    match: '*kills and power cuts*',
  },
  {
    name: 'recovery takes the newest checkpoint without verifying',
    file: 'engine/runtime/recover-job',
    from: 'found.damage ?? (await store.verify(found.epoch))',
    to: 'found.damage',
    test: exactlyOnce,
    match: '*damage of the newest*',
  },
  {
    name: 'a damaged checkpoint stays where a later start can choose it',
    file: 'engine/runtime/recover-job',
    from: 'await files.rename(store.checkpointDir(epoch), aside);',
    to: '',
    test: 'props/sim/job.test',
    match: '*damaged*',
  },
  {
    name: 'timers fire twice after recovery (watermarks are not restored)',
    file: 'engine/runtime/restore-graph',
    from: 'task.loadWatermarks(saved.watermarks);',
    to: '{}',
    test: exactlyOnce,
    match: '*kills and power cuts*',
  },
  {
    name: 'a retraction is dropped',
    file: 'engine/operators/group-aggregate',
    from: 'changes.push(RowKind.UpdateBefore, i, rows[i]);',
    to: '',
    test: 'engine/operators/group-aggregate.test',
    match: '*',
  },
  {
    name: 'what an abandoned checkpoint prepared is forgotten',
    file: 'engine/checkpoint/protocol',
    from: 'carried: [...state.carried, ...state.prepared],',
    to: 'carried: [],',
    test: 'engine/checkpoint/protocol.test',
    match: '*every order*',
  },
  {
    name: 'the older checkpoint is retired too early',
    file: 'engine/checkpoint/protocol',
    from: 'state.retirable.length - config.retainedCount',
    to: 'state.retirable.length',
    test: 'engine/checkpoint/protocol.test',
    match: '*every order*',
  },
  {
    name: 'barriers are not aligned',
    file: 'engine/runtime/barrier-aligner',
    from: 'return this.#isAligning && this.#hasBarrier[input];',
    to: 'return false;',
    test: 'engine/runtime/task.test',
    match: '*barrier*',
  },
  {
    name: 'the faster input drives the watermark',
    file: 'engine/runtime/input-watermarks',
    from: 'if (ms < least) least = ms;',
    to: 'if (least === Infinity || ms > least) least = ms;',
    test: 'engine/runtime/input-watermarks.test',
    match: '*',
  },
  {
    name: 'a batch goes whole down one branch before the other begins',
    file: 'engine/runtime/output',
    from: 'if (this.#isInterleaved && batch.rowCount > 1)',
    to: 'if (false)',
    test: exactlyOnce,
    match: '*every cut*',
  },
  {
    name: 'a source is read past a barrier by a prefetch',
    file: 'engine/runtime/source-task',
    from: 'return this.#isOffsetOurs ? this.#offset : this.#source.offset();',
    to: 'return this.#source.offset();',
    test: exactlyOnce,
    match: '*kills and power cuts*',
  },
];
