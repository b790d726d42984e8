using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace RunKit.Api.Security;

/// <summary>
/// The keys to the API. Their text has a line for each, <c>NAME SCOPE TOKEN</c>; the scopes are <c>read</c>, <c>input</c> and <c>admin</c>, empty
/// lines and those that begin with <c>#</c> count for nothing.
/// </summary>
public sealed class AccessTokens
{
    /// <summary>How many characters a token has at least.</summary>
    public const int ShortestToken = 20;

    private const int LongestToken = 512;
    private const int LongestName = 64;
    private const int RandomBytes = 32;
    private static readonly char[] Blanks = [' ', '\t', '\r'];

    private readonly ImmutableArray<AccessToken> _tokens;

    private AccessTokens(ImmutableArray<AccessToken> tokens) => _tokens = tokens;

    /// <summary>A new line with a token of 256 random bits.</summary>
    public static string NewLine(string name, AccessScope scope) =>
        $"{name} {KebabCase.Of(scope)} {Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(RandomBytes))}";

    /// <exception cref="FormatException">A line cannot be read, or there is no token; the message is one line and shows no token.</exception>
    public static AccessTokens Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var tokens = ImmutableArray.CreateBuilder<AccessToken>();
        var lines = text.Split('\n');
        for (var i = 0; i < lines.Length; i++)
        {
            var words = lines[i].Split(Blanks, StringSplitOptions.RemoveEmptyEntries);
            if (words is [] or [['#', ..], ..])
            {
                continue;
            }

            if (Problem(words) is { } problem)
            {
                throw new FormatException($"line {i + 1}: {problem}");
            }

            if (tokens.Any(token => token.Name == words[0]))
            {
                throw new FormatException($"line {i + 1}: there is another token named {words[0]}");
            }

            tokens.Add(new AccessToken(words[0], Scope(words[1])!.Value, [.. Hash(words[2])]));
        }

        return tokens.Count > 0 ? new AccessTokens(tokens.ToImmutable()) : throw new FormatException("it holds no token");
    }

    /// <summary>Whose token it is; null when it is nobody's. Takes the same time whichever it is.</summary>
    internal AccessToken? Find(string presented)
    {
        var hash = Hash(presented);
        AccessToken? found = null;
        foreach (var token in _tokens)
        {
            if (CryptographicOperations.FixedTimeEquals(token.Hash.AsSpan(), hash))
            {
                found = token;
            }
        }

        return found;
    }

    private static byte[] Hash(string token) => SHA256.HashData(Encoding.UTF8.GetBytes(token));

    private static string? Problem(string[] words)
    {
        if (words.Length != 3)
        {
            return "a token is NAME SCOPE TOKEN";
        }

        if (words[0].Length > LongestName || !words[0].All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '.' or '-'))
        {
            return $"a name has 1 to {LongestName} letters, digits, '_', '.' and '-'";
        }

        if (Scope(words[1]) is null)
        {
            return "a scope is read, input or admin";
        }

        return words[2].Length is < ShortestToken or > LongestToken || words[2].Any(c => c is < '!' or > '~')
            ? $"a token has {ShortestToken} to {LongestToken} characters of ASCII"
            : null;
    }

    private static AccessScope? Scope(string word) => word switch
    {
        "read" => AccessScope.Read,
        "input" => AccessScope.Input,
        "admin" => AccessScope.Admin,
        _ => null,
    };
}
