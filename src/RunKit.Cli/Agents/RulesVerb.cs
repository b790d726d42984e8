using System.Globalization;
using RunKit.Tmux.Agents;

namespace RunKit.Cli.Agents;

/// <summary><c>agents rules</c>: prints the rules that are in the package, or checks a file of one's own.</summary>
internal static class RulesVerb
{
    public static Command Create(Output output)
    {
        var command = new Command("rules", "Print the rules for agents that are in the package, or check one's own");
        var check = new Option<string>("--check") { HelpName = "FILE", Description = "Check this file, and name the line of what is wrong" };
        command.Options.Add(check);
        command.SetAction(parsed =>
        {
            if (parsed.GetValue(check) is not { } file)
            {
                output.Data.Write(System.Text.Encoding.UTF8.GetString(AgentRules.BuiltInText.Span));
                return ExitStatus.Done;
            }

            if (!AgentRulesReader.TryRead(File.ReadAllBytes(file), out var rules, out var fault))
            {
                throw new VerbException(string.Create(CultureInfo.InvariantCulture, $"{file}, line {fault.Line}: {fault.Problem}"));
            }

            output.WriteLine($"{file} is good; it knows {string.Join(", ", rules.Programs.Select(program => program.Name))}. Name it in runkit.agents.rules");
            return ExitStatus.Done;
        });
        return command;
    }
}
