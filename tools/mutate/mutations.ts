/** Deliberate faults: each changes one place of the compiled code and must make its test fail. */

export interface Edit {
  /** Text to be replaced: must occur exactly once, white space counted as one blank. */
  readonly from: string;
  readonly to: string;
}

export interface Mutation {
  readonly name: string;
  /** Compiled file, without extension, from the build's root. */
  readonly file: string;
  readonly edits: readonly Edit[];
  /** Compiled test file, without extension, and the titles to run (AVA's --match). */
  readonly test: string;
  readonly match: string;
}

const exactlyOnce = 'props/sim/exactly-once.prop';
const fileSink = 'props/sim/file-sink.prop';
const randomPlans = 'props/sim/random-plans.prop';

export const mutations: readonly Mutation[] = [
  {
    name: 'a sink commits before the manifest is durable',
    file: 'engine/checkpoint/coordinator',
    edits: [
      {
        from: 'if (store !== null) await store.publish(',
        to: `for (const item of committables) await host.commit(item.sink, [item.committable]);
          if (store !== null) await store.publish(`,
      },
    ],
    test: fileSink,
    match: '*kills and power cuts*',
  },
  {
    name: 'the source offset is read after the barrier',
    file: 'engine/runtime/job-host',
    edits: [
      {
        from: 'offsets: cut.offsets, committables',
        to: `offsets: Object.fromEntries(
            this.#parts.graph.sources.map((source) => [source.uid, source.task.offset()])),
          committables`,
      },
    ],
    test: exactlyOnce,
    match: '*kills and power cuts*',
  },
  {
    name: "one operator's state is left out of the snapshot",
    file: 'engine/state/state-tables',
    edits: [
      {
        from: 'this.#stores.flatMap((store) => store.freezeToLog(isWhole))',
        to: 'this.#stores.slice(1).flatMap((store) => store.freezeToLog(isWhole))',
      },
    ],
    test: exactlyOnce,
    match: '*kills and power cuts*',
  },
  {
    name: 'scalars of operators are left out of the manifest',
    file: 'engine/runtime/job-host',
    edits: [
      {
        from: 'scalars: context.saveScalars()',
        to: 'scalars: {}',
      },
    ],
    test: randomPlans,
    match: '*',
  },
  {
    name: 'recovery takes the newest checkpoint without verifying',
    file: 'engine/runtime/recover-job',
    edits: [
      {
        from: 'found.damage ?? (await store.verify(found.epoch))',
        to: 'found.damage',
      },
    ],
    test: exactlyOnce,
    match: '*damage of the newest*',
  },
  {
    name: 'a damaged checkpoint stays where a later start can choose it',
    file: 'engine/runtime/recover-job',
    edits: [
      {
        from: 'await files.rename(store.checkpointDir(epoch), aside);',
        to: '',
      },
    ],
    test: 'props/sim/job.test',
    match: '*damaged*',
  },
  {
    name: 'timers fire twice after recovery (watermarks are not restored)',
    file: 'engine/runtime/restore-graph',
    edits: [
      {
        from: 'task.loadWatermarks(saved.watermarks);',
        to: '{}',
      },
    ],
    test: exactlyOnce,
    match: '*kills and power cuts*',
  },
  {
    name: 'a retraction is dropped',
    file: 'engine/operators/group-aggregate',
    edits: [
      {
        from: 'changes.push(RowKind.UpdateBefore, before[i], rows[i]);',
        to: '',
      },
    ],
    test: 'engine/operators/group-aggregate.test',
    match: '*',
  },
  {
    name: 'what an abandoned checkpoint prepared is forgotten',
    file: 'engine/checkpoint/protocol',
    edits: [
      {
        from: 'carried: [...state.carried, ...state.prepared],',
        to: 'carried: [],',
      },
    ],
    test: 'engine/checkpoint/protocol.test',
    match: '*every order*',
  },
  {
    name: 'the older checkpoint is retired too early',
    file: 'engine/checkpoint/protocol',
    edits: [
      {
        from: 'state.retirable.length - config.retainedCount',
        to: 'state.retirable.length',
      },
    ],
    test: 'engine/checkpoint/protocol.test',
    match: '*every order*',
  },
  {
    name: 'barriers are not aligned',
    file: 'engine/runtime/barrier-aligner',
    edits: [
      {
        from: 'return this.#isAligning && this.#hasBarrier[input];',
        to: 'return false;',
      },
    ],
    test: 'engine/runtime/task.test',
    match: '*barrier*',
  },
  {
    name: 'the faster input drives the watermark',
    file: 'engine/runtime/input-watermarks',
    edits: [
      {
        from: 'if (ms < least) least = ms;',
        to: 'if (least === Infinity || ms > least) least = ms;',
      },
    ],
    test: 'engine/runtime/input-watermarks.test',
    match: '*',
  },
  {
    name: 'a batch goes whole down one branch before the other begins',
    file: 'engine/runtime/output',
    edits: [
      {
        from: 'if (this.#cut === null || batch.rowCount === 1)',
        to: 'if (true)',
      },
    ],
    test: exactlyOnce,
    match: '*every cut*',
  },
  {
    name: 'a source is read past a barrier by a prefetch',
    file: 'engine/runtime/source-task',
    edits: [
      {
        from: 'return this.#isOffsetOurs ? this.#offset : this.#source.offset();',
        to: 'return this.#source.offset();',
      },
    ],
    test: exactlyOnce,
    match: '*kills and power cuts*',
  },
  {
    name: 'staged files of two lives have one name, and a repeated commit moves what it finds',
    file: 'connectors/filesystem/file-sink',
    edits: [
      { from: '`${this.#life}-${this.#fileCount++}`', to: 'String(this.#fileCount++)' },
      { from: 'if ((await files.stat(visible)) !== null) return; if', to: 'if' },
      {
        from: 'else if (!(await wasOverwritten(this.#places, move.visible)))',
        to: 'else if ((await files.stat(visible)) === null)',
      },
    ],
    test: fileSink,
    match: '*kills and power cuts*',
  },
  {
    name: 'a staged file is not synced before the checkpoint',
    file: 'connectors/filesystem/part-file',
    edits: [{ from: 'if (isFinal) await file.sync();', to: '' }],
    test: fileSink,
    match: '*kills and power cuts*',
  },
  {
    name: 'the staging folder is not synced before the checkpoint',
    file: 'connectors/filesystem/file-sink',
    edits: [
      {
        from: '[this.#staging, this.#folder, dirname(this.#folder)]',
        to: '[this.#folder, dirname(this.#folder)]',
      },
    ],
    test: fileSink,
    match: '*kills and power cuts*',
  },
  {
    name: 'folders above a table are not durable',
    file: 'connectors/filesystem/file-sink',
    edits: [
      {
        from: 'makeDurableDirectory(files, this.#folder)',
        to: 'files.makeDirectory(this.#folder)',
      },
    ],
    test: fileSink,
    match: '*kills and power cuts*',
  },
  {
    name: 'a file source goes on at the start of the line it had read',
    file: 'connectors/filesystem/line-file',
    edits: [{ from: 'const skip = this.#given -', to: 'const skip = 0 * this.#given -' }],
    test: 'connectors/formats/change-json/change-json.test',
    match: '*',
  },
  {
    name: 'pending committables of a sink are dropped on restore',
    file: 'engine/runtime/restore-graph',
    edits: [{ from: 'manifest?.committables[uid] ?? []', to: '[]' }],
    test: fileSink,
    match: '*kills and power cuts*',
  },
  {
    name: 'watermarks are not in the checkpoint',
    file: 'engine/runtime/task',
    edits: [
      {
        from: `return { in: this.watermarks.save(), out: encodeMs(this.parts.output.announced) };`,
        to: `return {
          in: new InputWatermarks(this.parts.inputs).save(),
          out: encodeMs(-Infinity) };`,
      },
    ],
    test: exactlyOnce,
    match: '*kills and power cuts*',
  },
  {
    name: 'a window fires again after recovery',
    file: 'engine/operators/window/sliced-windows',
    edits: [
      {
        from: 'while (this.#clock.closes(end) <= this.#watermark) end += this.#assigner.stepMs;',
        to: '',
      },
      {
        from: 'this.#emit(this.#slices, end, end, out); this.#slices.free(end);',
        to: 'this.#emit(this.#slices, end, end, out);',
      },
    ],
    test: exactlyOnce,
    match: '*kills and power cuts*',
  },
  {
    name: 'sessions over rows of windows close like others',
    file: 'engine/operators/window/session-operator',
    edits: [{ from: 'waits ? 1 : 0', to: '0' }],
    test: 'props/sim/window-cascade.test',
    match: '*',
  },
  {
    name: 'the lag of sessions over rows of windows is not announced',
    file: 'engine/runtime/task',
    edits: [{ from: 'output.watermark(ms - this.lagMs)', to: 'output.watermark(ms)' }],
    test: 'props/sim/session-chain.test',
    match: '*',
  },
  {
    name: 'late rows are counted again with every batch',
    file: 'engine/operators/window/sliced-windows',
    edits: [
      {
        from: 'this.#ctx.metrics.lateRows(this.#late); this.#late = 0;',
        to: 'this.#ctx.metrics.lateRows(this.#late);',
      },
    ],
    test: 'engine/operators/window-aggregate.test',
    match: '*dropped and counted once*',
  },
  {
    name: 'a checkpoint that cannot be read now is taken for damaged',
    file: 'storage/checkpoint-files',
    edits: [{ from: "DAMAGE_CODES.has(code) ? damage : 'no-access'", to: 'damage' }],
    test: 'props/sim/job.test',
    match: '*cannot be read now*',
  },
  {
    name: 'folders left half made are taken for durable',
    file: 'storage/durable-directory',
    edits: [{ from: 'await syncNameOf(files, at);', to: '' }],
    test: 'storage/durable-directory.test',
    match: '*',
  },
  {
    name: 'a start does not make its checkpoint durable before sinks commit',
    file: 'engine/runtime/recover-job',
    edits: [{ from: 'await makeDurable(spec, spec.store, choice.epoch);', to: '' }],
    test: 'props/sim/job.test',
    match: '*makes its checkpoint durable*',
  },
  {
    name: 'what a statement prepared before it was edited is forgotten',
    file: 'engine/runtime/restore-graph',
    edits: [{ from: 'orphaned?.get(target) ?? []', to: '[]' }],
    test: 'props/sim/changed-plan.test',
    match: '*',
  },
  {
    name: 'a restart from nothing keeps what is known of tables',
    file: 'engine/state/disk-key',
    edits: [
      {
        from: 'lt: new Uint8Array(PREFIX_BYTES + 1).fill(0xff)',
        to: 'lt: Uint8Array.of(0xff)',
      },
    ],
    test: 'engine/state/forget-state.test',
    match: '*spilled nor*',
  },
  {
    name: 'rows of a checkpoint that failed are added again by the next one',
    file: 'engine/state/write-back',
    edits: [
      {
        from: 'this.#added?.spoil(); for (const unit of this.#frozen.units',
        to: 'for (const unit of this.#frozen.units',
      },
    ],
    test: 'engine/state/added-changes.test',
    match: '*',
  },
  {
    name: 'rows are added behind a bucket that has changed since the barrier',
    file: 'engine/state/logged-units',
    edits: [{ from: 'this.#added?.cancel();', to: '' }],
    test: 'engine/state/added-changes.test',
    match: '*',
  },
  {
    name: 'an empty bucket is taken for logged when rows of others were added',
    file: 'engine/state/row-multimap',
    edits: [{ from: 'this.#buckets.emptyCount === 0', to: 'true' }],
    test: 'engine/state/added-changes.test',
    match: '*',
  },
  {
    name: 'INSERT OVERWRITE removes the old files before the new ones are there',
    file: 'connectors/filesystem/file-sink',
    edits: [
      {
        from: 'if (replaced === null) return; await this.#publish(moves);',
        to: `if (replaced === null) return;
          await removeReplaced(this.#places, replaced);
          await this.#publish(moves);`,
      },
    ],
    test: fileSink,
    match: '*OVERWRITE*',
  },
];
