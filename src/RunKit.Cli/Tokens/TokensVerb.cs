using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using RunKit.Api.Security;
using RunKit.Cli.Serving;

namespace RunKit.Cli.Tokens;

/// <summary>
/// <c>tokens</c>: the keys to this user's node, in its token file. A node that runs reads it again within a second. What is made here is shown
/// once: the file keeps its hash.
/// </summary>
internal static class TokensVerb
{
    private static readonly string[] Scopes = ["read", "input", "manage", "admin"];
    private static readonly char[] Blanks = [' ', '\t', '\r'];

    public static Command Create(Output output)
    {
        var command = new Command("tokens", "List the keys to the node's API over TCP; new makes one, revoke takes one away");
        var file = new Option<string>("--token-file") { HelpName = "FILE", Description = "The node's token file, where runkit.http.token-file names another than the usual one", Recursive = true };
        var json = new Option<bool>("--json") { Description = "Print JSON", Recursive = true };
        command.Options.Add(file);
        command.Options.Add(json);
        command.Subcommands.Add(CreateNew(output, file, json));
        command.Subcommands.Add(CreateRevoke(file));
        command.SetAction(parsed =>
        {
            List(output, TokenFile.Read(Existing(parsed.GetValue(file))).Describe(), parsed.GetValue(json));
            return ExitStatus.Done;
        });
        return command;
    }

    private static Command CreateNew(Output output, Option<string> file, Option<bool> json)
    {
        var command = new Command("new", "Make a token and print it, this once");
        var name = new Argument<string>("NAME") { Description = "Whose it is, for the audit log; made up unless given", Arity = ArgumentArity.ZeroOrOne };
        var scope = new Option<string>("--scope") { HelpName = string.Join('|', Scopes), Description = "What it opens; each scope holds those before it", Required = true };
        var server = new Option<string>("--server") { HelpName = "GLOB", Description = "Only these servers; * and ? match" };
        var lifetime = new Option<string>("--for") { HelpName = "TIME", Description = "How long it counts, such as 1h; for good unless given" };
        scope.AcceptOnlyFromAmong(Scopes);
        lifetime.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && Duration.Problem("--for", token.Value, TimeSpan.FromSeconds(1), TimeSpan.FromDays(20)) is { } problem)
            {
                result.AddError(problem);
            }
        });
        command.Arguments.Add(name);
        foreach (var option in (Option[])[scope, server, lifetime])
        {
            command.Options.Add(option);
        }

        command.SetAction(parsed =>
        {
            var facts = new TokenFacts(
                parsed.GetValue(name) ?? $"token-{RandomNumberGenerator.GetHexString(6, lowercase: true)}",
                (AccessScope)Array.IndexOf(Scopes, parsed.GetValue(scope)),
                parsed.GetValue(server),
                parsed.GetValue(lifetime) is { } text && Duration.TryParse(text, out var length) ? TimeProvider.System.GetUtcNow() + length : null);
            Make(output, PathOf(parsed.GetValue(file)), facts, parsed.GetValue(json));
            return ExitStatus.Done;
        });
        return command;
    }

    private static Command CreateRevoke(Option<string> file)
    {
        var command = new Command("revoke", "Take a token away: requests and streams with it end within a second");
        var names = new Argument<string[]>("NAME") { Description = "Which", Arity = ArgumentArity.OneOrMore };
        command.Arguments.Add(names);
        command.SetAction(parsed =>
        {
            Revoke(Existing(parsed.GetValue(file)), parsed.GetValue(names)!);
            return ExitStatus.Done;
        });
        return command;
    }

    private static void Make(Output output, string path, TokenFacts facts, bool asJson)
    {
        TokenFile.Load(path);
        string token;
        try
        {
            (token, var line) = AccessTokens.NewHashed(facts.Name, facts.Scope, facts.Servers, facts.Until);
            Audited("tokens-new", $"{facts.Name} {KebabCase.Of(facts.Scope)} {facts.Servers ?? "*"}", () => TokenFile.Change(path, lines => lines.Add(line)));
        }
        catch (FormatException e)
        {
            throw new VerbException(e.Message.Split(": ", 2)[^1], ExitStatus.WrongUsage);
        }

        if (asJson)
        {
            var made = JsonSerializer.SerializeToUtf8Bytes(TokenRow.Of(facts) with { Token = token }, TokenJson.Default.TokenRow);
            output.WriteJson(made);
            return;
        }

        output.Data.Write(token + "\n");
        Output.Complain($"{facts.Name}: scope {KebabCase.Of(facts.Scope)}, servers {facts.Servers ?? "*"}, until {Until(facts) ?? "it is revoked"}; it is not shown again");
    }

    private static void Revoke(string path, string[] names)
    {
        var known = TokenFile.Read(path).Describe().Select(facts => facts.Name).ToArray();
        if (names.FirstOrDefault(name => !known.Contains(name, StringComparer.Ordinal)) is { } stranger)
        {
            throw new VerbException($"there is no token named {stranger}; see: runkit tokens");
        }

        if (known.All(name => names.Contains(name, StringComparer.Ordinal)))
        {
            throw new VerbException("a node that listens needs a token: make another one first, with: runkit tokens new --scope admin");
        }

        Audited("tokens-revoke", string.Join(' ', names), () => TokenFile.Change(path, lines => lines.Where(line => !names.Contains(NameOf(line), StringComparer.Ordinal))));
    }

    private static string NameOf(string line) => line.Split(Blanks, StringSplitOptions.RemoveEmptyEntries).FirstOrDefault() ?? "";

    // As a node does it: before the change, and after it.
    private static void Audited(string operation, string detail, Action change)
    {
        var path = AuditFile.PathOf("");
        var file = new AuditFile(AuditFile.Usual, path, NullLogger.Instance);
        var (intent, outcome) = AuditEntry.OfOwnUser(TimeProvider.System.GetUtcNow(), operation, detail);
        file.Write(intent);
        change();
        file.Write(outcome);
    }

    private static void List(Output output, ImmutableArray<TokenFacts> tokens, bool asJson)
    {
        if (asJson)
        {
            output.WriteJson(JsonSerializer.SerializeToUtf8Bytes(tokens.Select(TokenRow.Of).ToArray(), TokenJson.Default.TokenRowArray));
            return;
        }

        List<string?[]> rows = [["NAME", "SCOPE", "SERVERS", "UNTIL"]];
        rows.AddRange(tokens.Select(facts => (string?[])[facts.Name, KebabCase.Of(facts.Scope), facts.Servers ?? "*", Until(facts)]));
        TextTable.Write(output.Data, rows);
    }

    private static string? Until(TokenFacts facts) => facts.Until?.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);

    private static string PathOf(string? named) => named is null ? TokenFile.PathOf("") : Path.GetFullPath(named);

    private static string Existing(string? named) => PathOf(named) is var path && File.Exists(path)
        ? path
        : throw new VerbException($"there is no token file {path}; serve --listen makes one, and so does: runkit tokens new");
}
