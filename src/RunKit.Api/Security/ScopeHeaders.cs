namespace RunKit.Api.Security;

/// <summary>The headers by which a caller asks to have less than its key gives, and names the program it is for. They can only take away.</summary>
internal static class ScopeHeaders
{
    private const string Scope = HttpContract.ScopeHeader;
    private const string Program = HttpContract.ProgramHeader;

    /// <summary>Leaves the caller what the headers leave it.</summary>
    /// <returns>The answer where that is too little, or the headers cannot be understood; null where the request goes on.</returns>
    public static IResult? Refusal(HttpContext context)
    {
        if (context.Features.Get<Caller>() is not { } caller)
        {
            return null;
        }

        if (Apply(context.Request.Headers, caller, out var problem) is not { } limited)
        {
            return Answers.Problem(StatusCodes.Status400BadRequest, ProblemCodes.BadParameter, problem);
        }

        context.Features.Set(limited);
        var needed = context.GetEndpoint()?.Metadata.GetMetadata<Access>()?.Scope ?? AccessScope.Read;
        return limited.Scope >= needed
            ? null
            : Answers.Problem(
                StatusCodes.Status403Forbidden,
                ProblemCodes.ScopeTooSmall,
                $"this needs the scope {KebabCase.Of(needed)}; {limited.Name} asked for no more than {KebabCase.Of(limited.Scope)}");
    }

    private static Caller? Apply(IHeaderDictionary headers, Caller caller, out string problem)
    {
        problem = "";
        if (headers[Program] is { Count: > 0 } programs)
        {
            if (programs is not [{ } program] || !HttpContract.IsProgramName(program))
            {
                problem = $"{Program}: a name has letters, digits and '-' only, and at most {HttpContract.MostProgramCharacters}";
                return null;
            }

            caller = caller with { Name = $"{caller.Name}/{program}" };
        }

        if (headers[Scope] is not { Count: > 0 } scopes)
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
