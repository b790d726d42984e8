using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace RunKit.Cli.Help;

/// <summary>The usual help, and examples under it.</summary>
internal sealed class HelpWithExamples(HelpAction usual) : SynchronousCommandLineAction
{
    /// <summary>Shows the examples under the help of every command of a tree.</summary>
    public static void AddTo(RootCommand root)
    {
        foreach (var option in root.Options.OfType<HelpOption>().Where(option => option.Action is HelpAction))
        {
            option.Action = new HelpWithExamples((HelpAction)option.Action!);
        }
    }

    public override bool ClearsParseErrors => true;

    public override int Invoke(ParseResult parseResult)
    {
        var status = usual.Invoke(parseResult);
        var examples = Examples.Of(parseResult.CommandResult.Command.Name);
        if (!examples.IsEmpty)
        {
            var width = examples.Max(example => example.Line.Length);
            var lines = examples.Select(example => $"  {example.Line.PadRight(width)}  # {example.What}\n");
            parseResult.InvocationConfiguration.Output.Write($"Examples:\n{string.Concat(lines)}\n");
        }

        return status;
    }
}
