/** The KeyedTable of state.ts: a key index, typed fields, a write-back of dirty entries. */
import { assert } from '../../core/assert.js';
import type { StateBackend } from '../../storage/backend.js';
import type { BytesWriter } from './bytes.js';
import type { ColumnWriter } from './column-writer.js';
import type { LoggedStore, SpilledStore, StateStore } from './disk-table.js';
import { checkStateId, DiskTable } from './disk-table.js';
import type { DiskKeys } from './disk-key.js';
import { Fields } from './fields.js';
import type { Freezable } from './frozen-table.js';
import { LoggedTable, SpilledTable } from './frozen-table.js';
import { hashBytes } from './hash.js';
import { INDEX_BYTES_PER_SLOT, KeyIndex } from './key-index.js';
import { putKeys } from './put-keys.js';
import type { KeyArena, KeyBatch, KeyedTable, TableDecl } from './state.js';
import type { GrownUnits, Units } from './units.js';
import { WriteBack } from './write-back.js';

export class KeyedStateTable implements KeyedTable, StateStore, Units {
  readonly disk: DiskTable;
  readonly suffixBytes = 0;
  readonly #index = new KeyIndex();
  readonly #fields: Fields;
  readonly #writeBack: WriteBack;
  #isPinned = false;
  #tracksUse = false;
  #clockHand = 0;

  constructor(backend: StateBackend, uid: string, decl: TableDecl, maxParallelism: number) {
    checkStateId(decl.stateId);
    this.disk = new DiskTable(backend, { ...decl, uid }, maxParallelism);
    this.#fields = new Fields(decl.fields);
    this.#writeBack = new WriteBack(this, maxParallelism);
    this.#reserve();
  }

  get size(): number {
    return this.#index.size + this.disk.awayCount;
  }
  get keys(): DiskKeys {
    return this.disk.keys;
  }
  get bytes(): number {
    const slotBytes = INDEX_BYTES_PER_SLOT + 1 + this.#fields.slotBytes;
    return this.#index.size * slotBytes + this.#index.keyBytes + this.#fields.objectBytes;
  }

  get footprint(): number {
    const slotBytes = 1 + this.#fields.slotBytes;
    return (
      this.#index.footprint +
      this.#index.slotEnd * slotBytes +
      this.#fields.objectBytes +
      this.#writeBack.footprint +
      this.disk.footprint
    );
  }
  get dirtyBytes(): number {
    if (this.#isPinned || this.#index.size === 0) return 0;
    return this.bytes * Math.min(1, this.#writeBack.busyCount / this.#index.size);
  }

  upsert(keys: KeyBatch, slots: Int32Array): void {
    const missing = this.#index.findAll(keys, slots);
    if (missing > 0) {
      if (this.disk.awayCount > 0) this.#load(keys, slots);
      this.#createMissing(keys, slots);
    }
    if (this.#tracksUse) this.#use(slots, keys.count);
  }

  find(keys: KeyBatch, slots: Int32Array): void {
    const missing = this.#index.findAll(keys, slots);
    if (missing > 0 && this.disk.awayCount > 0) {
      this.#load(keys, slots);
      this.#index.findAll(keys, slots);
    }
    if (this.#tracksUse) this.#use(slots, keys.count);
  }

  f64(field: number): Float64Array {
    return this.#fields.array(field, 'f64') as Float64Array;
  }
  i64(field: number): BigInt64Array {
    return this.#fields.array(field, 'i64') as BigInt64Array;
  }
  i32(field: number): Int32Array {
    return this.#fields.array(field, 'i32') as Int32Array;
  }
  u8(field: number): Uint8Array {
    return this.#fields.array(field, 'u8') as Uint8Array;
  }
  object<T>(field: number): (T | undefined)[] {
    return this.#fields.array(field, 'object') as (T | undefined)[];
  }

  touch(slot: number): void {
    this.#writeBack.touch(slot);
  }
  touchAll(slots: Int32Array, count: number): void {
    this.#writeBack.touchAll(slots, count);
  }
  resized(slot: number): void {
    this.#fields.resized(slot);
  }

  remove(slot: number): void {
    this.#writeBack.removing(slot);
    this.#forget(slot);
  }

  key(slot: number): Uint8Array {
    return this.#index.key(slot);
  }
  keyArena(): KeyArena {
    const { arena, starts, lengths } = this.#index;
    return { bytes: arena, starts, lengths };
  }

  forEachSlot(visit: (slot: number) => void): void {
    const end = this.#index.slotEnd;
    for (let slot = 0; slot < end; slot++) if (this.#index.lengths[slot]! >= 0) visit(slot);
  }

  async loadAll(): Promise<void> {
    this.#isPinned = true;
    await this.disk.forEachEntry((key, value) => {
      const hash = hashBytes(key, 0, key.length);
      if (
        this.#index.find(key, 0, key.length, hash) < 0 &&
        !this.#writeBack.isRemoved(key, 0, key.length, hash)
      )
        this.#insertLoaded(key, hash, value);
    });
    assert(this.disk.awayCount === 0, `all entries are loaded, ${this.disk.awayCount} are missing`);
  }

  freezeToLog(isWhole: boolean): LoggedStore[] {
    return [new LoggedTable(this.#freezable(), isWhole)];
  }

  freezeToTable(): SpilledStore[] {
    return [new SpilledTable(this.#freezable())];
  }

  trackUse(): void {
    this.#tracksUse = true;
  }

  evict(bytes: number): number {
    if (this.#isPinned) return 0;
    const wanted = this.bytes - bytes;
    const before = this.bytes;
    for (let left = 2 * this.#index.slotEnd; left > 0 && this.bytes > wanted; left--) {
      const slot = this.#clockHand;
      this.#clockHand = (slot + 1) % this.#index.slotEnd;
      if (this.#index.lengths[slot]! < 0 || !this.#writeBack.isClean(slot)) continue;
      if (this.#writeBack.takeUsed(slot)) continue;
      this.#writeBack.evicting(slot);
      this.disk.evicted(this.#index.hashes[slot]!);
      this.#forget(slot);
    }
    return before - this.bytes;
  }

  hash(slot: number): number {
    return this.#index.hashes[slot]!;
  }

  putKey(slot: number, into: BytesWriter): void {
    const start = this.#index.starts[slot]!;
    into.raw(this.#index.arena, start, start + this.#index.lengths[slot]!);
  }

  putValue(slot: number, into: BytesWriter): void {
    into.u8(this.disk.version);
    this.#fields.encode(slot, into);
  }

  putColumns(
    units: Int32Array,
    count: number,
    maxParallelism: number,
    _grown: GrownUnits,
    into: ColumnWriter,
  ): void {
    putKeys(this.#index, units, count, this.keys, maxParallelism, into);
    into.values();
    into.constant(Uint8Array.of(this.disk.version));
    this.#fields.putColumns(units, count, into);
  }

  rowsOf(): number {
    return 0;
  }

  #freezable(): Freezable {
    return {
      writeBack: this.#writeBack,
      isLive: (slot) => this.#index.lengths[slot]! >= 0,
      hasKey: (key, hash) => this.#index.find(key, 0, key.length, hash) >= 0,
      disk: this.disk,
      count: this.size,
    };
  }

  #createMissing(keys: KeyBatch, slots: Int32Array): void {
    const { bytes, offsets, hashes, count } = keys;
    for (let i = 0; i < count; i++) {
      if (slots[i]! >= 0) continue;
      const start = offsets[i]!;
      const end = offsets[i + 1]!;
      const found = this.#index.find(bytes, start, end, hashes[i]!);
      slots[i] = found >= 0 ? found : this.#create(bytes, start, end, hashes[i]!);
    }
  }

  #create(bytes: Uint8Array, start: number, end: number, hash: number): number {
    const slot = this.#index.insert(bytes, start, end, hash);
    this.#reserve();
    this.#writeBack.created(slot);
    return slot;
  }

  /** Reads the batch's keys that are neither resident nor removed, in one go. */
  #load(keys: KeyBatch, slots: Int32Array): void {
    const { bytes, offsets, hashes, count } = keys;
    const wanted: Uint8Array[] = [];
    const rows: number[] = [];
    for (let i = 0; i < count; i++) {
      const [start, end, hash] = [offsets[i]!, offsets[i + 1]!, hashes[i]!];
      if (slots[i]! >= 0 || !this.disk.mayBeAway(hash)) continue;
      if (this.#writeBack.isRemoved(bytes, start, end, hash)) continue;
      wanted.push(this.disk.key(bytes, start, end, hash));
      rows.push(i);
    }
    const values = this.disk.getMany(wanted);
    for (const [at, value] of values.entries()) {
      if (value === undefined) continue;
      const row = rows[at]!;
      const key = bytes.subarray(offsets[row]!, offsets[row + 1]!);
      if (this.#index.find(key, 0, key.length, hashes[row]!) >= 0) continue; // twice in the batch
      this.#insertLoaded(key, hashes[row]!, value);
    }
  }

  #insertLoaded(key: Uint8Array, hash: number, value: Uint8Array): void {
    const slot = this.#index.insert(key, 0, key.length, hash);
    this.#reserve();
    this.#fields.decode(slot, this.disk.open(value));
    this.#writeBack.loaded(slot);
    this.disk.awayCount -= 1;
  }

  #forget(slot: number): void {
    this.#fields.clear(slot);
    this.#index.remove(slot);
  }

  #reserve(): void {
    const capacity = this.#index.lengths.length;
    this.#fields.reserve(capacity);
    this.#writeBack.reserve(capacity);
  }

  #use(slots: Int32Array, count: number): void {
    for (let i = 0; i < count; i++) if (slots[i]! >= 0) this.#writeBack.use(slots[i]!);
  }
}
