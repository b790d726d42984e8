namespace RunKit.Cli.Help;

/// <summary><c>complete</c>, for shells alone: what the last word of a command line may become, a line each.</summary>
internal static class CompleteVerb
{
    public const string Name = "complete";

    public static Command Create(Output output)
    {
        var command = new Command(Name, "For the scripts of completion: print what the last word of a command line may become") { Hidden = true };
        var line = new Argument<string>("LINE");
        command.Arguments.Add(line);
        command.SetAction(parsed => Tell(output, parsed.GetValue(line)!));
        return command;
    }

    private static int Tell(Output output, string line)
    {
        foreach (var word in Of(RunKitCommand.WithEveryVerb(output), line))
        {
            output.WriteLine(word);
        }

        return ExitStatus.Done;
    }

    /// <summary>What the last word of a line may become.</summary>
    public static IEnumerable<string> Of(RootCommand root, string line)
    {
        // The program may be called by any path.
        var rest = line.TrimStart();
        rest = rest.IndexOf(' ', StringComparison.Ordinal) is >= 0 and var end ? rest[(end + 1)..] : "";
        var begun = rest[(rest.LastIndexOf(' ') + 1)..];
        return root.Parse(rest, RunKitCommand.Parser).GetCompletions(rest.Length)
            .Select(item => item.InsertText ?? item.Label)
            .Where(word => word.StartsWith(begun, StringComparison.Ordinal) && word[0] != '/' && word is not "-?")
            .Where(word => word[0] != '-' || begun.StartsWith('-'))
            .Distinct(StringComparer.Ordinal)
            .Order(NaturalOrder.Instance);
    }
}
