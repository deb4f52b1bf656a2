/** Completion scripts, made from the commands' own descriptions, so that they can never be out of step. */

import { type CommandDescription, type Flags, flagsOf } from '../define-command.ts';

export const shells = ['bash', 'zsh', 'fish'] as const;
export type Shell = (typeof shells)[number];

/** The script of a shell; it completes verbs, models, flags and the choices of flags, and files elsewhere. */
export function completionScript(
  shell: Shell,
  commands: readonly CommandDescription[],
  common: Flags,
): string {
  if (shell === 'fish') return fishScript(commands, common);
  const bash = bashScript(commands, common);
  return shell === 'bash' ? bash : `autoload -U +X bashcompinit && bashcompinit\n${bash}`;
}

function bashScript(commands: readonly CommandDescription[], common: Flags): string {
  const verbs = [...new Set(commands.map(({ path }) => path[0]!))];
  // What may stand right behind the words of a command, or of a verb that is only a part of commands.
  const models = verbs.flatMap((verb) => {
    const names = commands.flatMap(({ path, operands: [operand] }) => {
      if (path[0] !== verb) return [];
      return path[1] === undefined ? (operand?.choices ?? []) : [path[1]];
    });
    return names.length === 0 ? [] : [`    '${verb}') words='${names.join(' ')}' ;;`];
  });
  const flags = commands.map(
    (command) =>
      `    '${command.path.join(' ')}'*) words='${Object.keys({ ...flagsOf(command), ...common })
        .map((flag) => `--${flag}`)
        .join(' ')}' ;;`,
  );
  const choices = [...choicesByFlag(commands)].map(
    ([flag, values]) => `    --${flag}) words='${values.join(' ')}' ;;`,
  );
  const operands = commands.flatMap(({ path, operands: [operand] }) =>
    operand?.choices && path.length > 1
      ? [`    '${path.join(' ')}') words='${operand.choices.join(' ')}' ;;`]
      : [],
  );
  return `# Completion of gen.
_gen() {
  local word=\${COMP_WORDS[COMP_CWORD]} before=\${COMP_WORDS[COMP_CWORD-1]} words=''
  local typed="\${COMP_WORDS[*]:1:COMP_CWORD-1}"
  case "$before" in
${choices.join('\n')}
  esac
  if [[ -z $words && $word == -* ]]; then
    case "$typed" in
${flags.join('\n')}
    esac
  elif [[ -z $words && -z $typed ]]; then
    words='${verbs.join(' ')}'
  elif [[ -z $words ]]; then
    case "$typed" in
${[...models, ...operands].join('\n')}
    esac
  fi
  COMPREPLY=($(compgen -W "$words" -- "$word"))
}
complete -o default -F _gen gen
`;
}

function fishScript(commands: readonly CommandDescription[], common: Flags): string {
  const lines = ['# Completion of gen.'];
  for (const { path, summary, operands } of commands) {
    const [verb, model] = path;
    const seen = lines.some((line) => line.includes(`-a ${verb} `));
    if (!seen) {
      lines.push(
        `complete -c gen -n __fish_use_subcommand -a ${verb} -d ${quoted(model ? `${verb} a model` : summary)}`,
      );
    }
    const under = `-n '__fish_seen_subcommand_from ${verb}'`;
    if (model) lines.push(`complete -c gen ${under} -a ${model} -d ${quoted(summary)}`);
    for (const { choices } of operands) {
      if (choices) lines.push(`complete -c gen -f ${under} -a ${quoted(choices.join(' '))}`);
    }
  }
  for (const command of commands) {
    const words = command.path.map((word) => `__fish_seen_subcommand_from ${word}`);
    const under = `-n '${words.join('; and ')}'`;
    lines.push(...Object.entries(flagsOf(command)).map((flag) => fishFlag(flag, under)));
  }
  lines.push(...Object.entries(common).map((flag) => fishFlag(flag, '')));
  return `${lines.join('\n')}\n`;
}

function fishFlag([name, flag]: [string, Flags[string]], under: string): string {
  const takes =
    flag.value === undefined
      ? ''
      : flag.choices
        ? ` -x -a ${quoted(flag.choices.join(' '))}`
        : ' -r';
  return `complete -c gen ${under} -l ${name}${takes} -d ${quoted(flag.describe)}`.replace(
    '  ',
    ' ',
  );
}

function choicesByFlag(commands: readonly CommandDescription[]): Map<string, readonly string[]> {
  const found = new Map<string, readonly string[]>();
  for (const command of commands) {
    for (const [name, { choices }] of Object.entries(flagsOf(command))) {
      if (choices) found.set(name, choices);
    }
  }
  return found;
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "\\'")}'`;
}
