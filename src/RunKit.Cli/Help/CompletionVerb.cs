namespace RunKit.Cli.Help;

/// <summary><c>completion</c>: a script that has a shell ask <c>runkit complete</c> what may come next.</summary>
internal static class CompletionVerb
{
    private const string Bash = """
        # eval "$(runkit completion bash)"
        _runkit() {
          mapfile -t COMPREPLY < <("$1" complete -- "${COMP_LINE:0:COMP_POINT}" 2>/dev/null)
        }
        complete -o default -F _runkit runkit

        """;

    private const string Zsh = """
        #compdef runkit
        # eval "$(runkit completion zsh)"
        _runkit() {
          local -a found
          found=("${(@f)$("${words[1]}" complete -- "${(j: :)words[1,CURRENT]}" 2>/dev/null)}")
          found=(${found:#})
          if (( $#found )); then compadd -- "${found[@]}"; else _files; fi
        }
        compdef _runkit runkit

        """;

    private const string Fish = """
        # runkit completion fish > ~/.config/fish/completions/runkit.fish
        complete -c runkit -a '(runkit complete -- (commandline -cp) 2>/dev/null)'

        """;

    private static readonly Dictionary<string, string> Scripts = new(StringComparer.Ordinal) { ["bash"] = Bash, ["zsh"] = Zsh, ["fish"] = Fish };

    public static Command Create(Output output)
    {
        var command = new Command("completion", "Print a script that completes verbs, options and the names of servers in a shell");
        var shell = new Argument<string>("SHELL") { Description = "bash, zsh or fish" };
        shell.AcceptOnlyFromAmong([.. Scripts.Keys]);
        command.Arguments.Add(shell);
        command.SetAction(parsed => Tell(output, parsed.GetValue(shell)!));
        return command;
    }

    private static int Tell(Output output, string shell)
    {
        output.Data.Write(Scripts[shell]);
        return ExitStatus.Done;
    }
}
