using System.CommandLine.Parsing;
using System.IO.Enumeration;

namespace RunKit.Cli.Servers;

/// <summary><c>--filter FIELD=GLOB</c> of <c>ls</c>.</summary>
/// <param name="Field">One of <see cref="Fields"/>.</param>
/// <param name="Glob">What it is to be; <c>*</c> and <c>?</c> stand for anything.</param>
internal sealed record ServerFilter(string Field, string Glob)
{
    private static readonly string[] Fields = ["name", "state", "version"];

    /// <summary>Reads one that <see cref="Check"/> has found right.</summary>
    public static ServerFilter Of(string text) => new(text[..text.IndexOf('=', StringComparison.Ordinal)], text[(text.IndexOf('=', StringComparison.Ordinal) + 1)..]);

    public static void Check(OptionResult result, Option<string[]> option)
    {
        foreach (var text in result.Tokens.Select(token => token.Value))
        {
            if (!Fields.Any(field => text.StartsWith($"{field}=", StringComparison.Ordinal)))
            {
                result.AddError($"{option.Name} {text}: it is FIELD=GLOB, and FIELD is {string.Join(", ", Fields)}.");
            }
        }
    }

    /// <summary>Whether a server is so. Its state is matched by its one word: running, dead, released...</summary>
    public bool Holds(ServerView view) => FileSystemName.MatchesSimpleExpression(
        Glob,
        Field switch
        {
            "name" => view.Name,
            "version" => view.Version ?? "",
            _ => ServerWords.State(view),
        },
        ignoreCase: false);
}
