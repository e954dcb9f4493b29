/**
 * Runs a kernel's two arms by turns. Its one rule: who goes first changes with each round, so that neither always
 * meets a warmer machine. The first two rounds warm up and are not counted.
 */
import type { Arm, Samples } from "./kernel.ts";

export const defaultRounds = 11;
const warmUps = 2;

interface Arms<Context> {
  readonly name: string;
  readonly rounds?: number;
  readonly mayBeZero?: boolean;
  readonly subject: Arm<Context>;
  readonly floor?: Arm<Context>;
}

/**
 * @param contextFor gives what an arm is called with; told the arm and the round (negative while warming up)
 * @throws where an arm gives no positive finite number, nor 0 where that is a figure
 */
export async function measureRounds<Context>(
  kernel: Arms<Context>,
  contextFor: (arm: "subject" | "floor", round: number) => Context,
): Promise<Samples> {
  const samples = { subject: [] as number[], floor: [] as number[] };
  const rounds = kernel.rounds ?? defaultRounds;
  for (let round = -warmUps; round < rounds; round++) {
    const order = round % 2 === 0 ? (["floor", "subject"] as const) : (["subject", "floor"] as const);
    for (const name of order) {
      const arm = kernel[name];
      if (!arm) continue;
      const value = await arm(contextFor(name, round));
      const isFigure = Number.isFinite(value) && (value > 0 || (value === 0 && kernel.mayBeZero === true));
      if (!isFigure) throw new Error(`${kernel.name}: ${name} gave ${value}`);
      if (round >= 0) samples[name].push(value);
    }
  }
  return samples;
}
