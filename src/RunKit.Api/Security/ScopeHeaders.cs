namespace RunKit.Api.Security;

/// <summary>The headers by which a caller asks to have less than its key gives, and names the program it is for. They can only take away.</summary>
internal static class ScopeHeaders
{
    public const string Scope = "RunKit-Scope";
    public const string Program = "RunKit-Program";

    private const int MostCharacters = 40;

    public static bool IsName(string text) => text.Length is > 0 and <= MostCharacters && text.All(c => char.IsAsciiLetterOrDigit(c) || c == '-');

    /// <summary>The caller as the headers leave it; null, and why in one line, when they cannot be understood.</summary>
    public static Caller? Apply(HttpRequest request, Caller caller, out string problem)
    {
        problem = "";
        if (request.Headers[Program] is { Count: > 0 } programs)
        {
            if (programs is not [{ } program] || !IsName(program))
            {
                problem = $"{Program}: a name has letters, digits and '-' only, and at most {MostCharacters}";
                return null;
            }

            caller = caller with { Name = $"{caller.Name}/{program}" };
        }

        if (request.Headers[Scope] is not { Count: > 0 } scopes)
        {
            return caller;
        }

        foreach (var scope in Enum.GetValues<AccessScope>())
        {
            if (scopes is [{ } word] && word == KebabCase.Of(scope))
            {
                return caller with { Scope = scope < caller.Scope ? scope : caller.Scope };
            }
        }

        problem = $"{Scope}: one of {string.Join(", ", Enum.GetValues<AccessScope>().Select(scope => KebabCase.Of(scope)))}";
        return null;
    }
}
