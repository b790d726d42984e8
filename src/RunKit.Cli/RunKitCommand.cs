using RunKit.Client;
using RunKit.Cli.Agents;
using RunKit.Cli.Audit;
using RunKit.Cli.Dashboard;
using RunKit.Cli.Doctor;
using RunKit.Cli.Events;
using RunKit.Cli.Help;
using RunKit.Cli.Nodes;
using RunKit.Cli.Notices;
using RunKit.Cli.Panes;
using RunKit.Cli.Runs;
using RunKit.Cli.Servers;
using RunKit.Cli.Serving;
using RunKit.Cli.Streams;
using RunKit.Cli.Tokens;

namespace RunKit.Cli;

/// <summary>The command <c>runkit</c>: finds the verb, runs it, and says in one line what went wrong.</summary>
internal static class RunKitCommand
{
    private static readonly (string Name, Func<Output, Command> Create)[] Verbs =
    [
        ("serve", ServeVerb.Create),
        ("status", StatusVerb.Create),
        ("stop", StopVerb.Create),
        ("restart", RestartVerb.Create),
        ("install-service", InstallServiceVerb.Create),
        ("ls", ListVerb.Create),
        ("tree", TreeVerb.Create),
        ("panes", PanesVerb.Create),
        ("top", TopVerb.Create),
        ("agents", AgentsVerb.Create),
        ("agent", AgentVerb.Create),
        ("notify", NotifyVerb.Create),
        ("watch", WatchVerb.Create),
        ("new", NewVerb.Create),
        ("kill", KillVerb.Create),
        ("exec", ExecVerb.Create),
        ("send", SendVerb.Create),
        ("keys", KeysVerb.Create),
        ("capture", CaptureVerb.Create),
        ("logs", LogsVerb.Create),
        ("view", ViewVerb.Create),
        ("attach", AttachVerb.Create),
        ("wait", WaitVerb.Create),
        ("run", RunVerb.Create),
        ("runs", RunsVerb.Create),
        ("release", GuardVerbs.CreateRelease),
        ("guard", GuardVerbs.CreateGuard),
        ("mcp", McpVerb.Create),
        ("nodes", NodesVerb.Create),
        ("cluster", ClusterVerb.Create),
        ("audit", AuditVerb.Create),
        ("tokens", TokensVerb.Create),
        ("dashboard", DashboardVerb.Create),
        ("login", LoginVerb.Create),
        ("doctor", DoctorVerb.Create),
        ("completion", CompletionVerb.Create),
        ("man", ManVerb.Create),
        (CompleteVerb.Name, CompleteVerb.Create),
    ];

    // A word such as @3 is one of tmux's ids, never a file to read arguments from.
    internal static readonly ParserConfiguration Parser = new() { ResponseFileTokenReplacer = null };

    /// <summary>Runs the verb that <paramref name="args"/> name; returns the exit status.</summary>
    public static async Task<int> RunAsync(string[] args, CancellationToken cancellationToken)
    {
        var output = new Output();
        try
        {
            var status = await InvokeAsync(args, output, cancellationToken);
            output.Flush();
            return status;
        }
        catch (VerbException e)
        {
            Output.Complain(e.Message);
            return e.Status;
        }
        catch (IOException e) when (e.HResult == Output.BrokenPipe)
        {
            return ExitStatus.Done;
        }
        catch (TimeoutException e)
        {
            Output.Complain(e.Message);
            return ExitStatus.TimedOut;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            Output.Complain("interrupted");
            return ExitStatus.Failed;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NodeProblemException or System.Net.Sockets.SocketException)
        {
            Output.Complain(e.Message);
            return ExitStatus.Failed;
        }
    }

    private static Task<int> InvokeAsync(string[] args, Output output, CancellationToken cancellationToken)
    {
        var verb = Array.Find(Verbs, candidate => candidate.Name == args.FirstOrDefault());
        if (verb.Create is null && args.FirstOrDefault()?.StartsWith('-') != true)
        {
            var names = string.Join(", ", Names);
            var what = args.Length == 0 ? "which verb?" : $"there is no verb '{args[0]}'.{Suggestion(args[0])}";
            throw new VerbException($"{what} The verbs are: {names}. See: runkit --help", ExitStatus.WrongUsage);
        }

        var root = With(output, known => verb.Create is null || known == verb.Name);
        var parsed = root.Parse(args, Parser);
        if (parsed.Errors is [var error, ..])
        {
            var problem = parsed.UnmatchedTokens is [var stranger, ..] ? $"'{stranger}' is not understood here." : InOurWords(error.Message);
            throw new VerbException($"{problem} See: runkit {verb.Name}{(verb.Name is null ? "" : " ")}--help", ExitStatus.WrongUsage);
        }

        var invocation = new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null };
        return parsed.InvokeAsync(invocation, cancellationToken);
    }

    /// <summary>The whole command, for what is said of it.</summary>
    public static RootCommand WithEveryVerb(Output output) => With(output, _ => true);

    // What a verb does not need costs it time: only the one that is called is made.
    private static RootCommand With(Output output, Func<string, bool> isNeeded)
    {
        var root = new RootCommand("The control plane for tmux: what lives in the socket directory, watched, guarded and steered.");
        foreach (var (_, create) in Verbs.Where(known => isNeeded(known.Name)))
        {
            root.Subcommands.Add(create(output));
        }

        HelpWithExamples.AddTo(root);
        return root;
    }

    private static IEnumerable<string> Names => Verbs.Select(known => known.Name).Where(name => name != CompleteVerb.Name);

    private static string Suggestion(string word) =>
        SimilarWord.Of(word, Names) is { } name ? $" Did you mean {name}?" : "";

    // The parser names the type that it would have liked.
    private static string InOurWords(string problem) =>
        problem.IndexOf(" as expected type", StringComparison.Ordinal) is > 0 and var end ? $"{problem[..end]}." : problem;
}
