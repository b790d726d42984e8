namespace RunKit.Api.Servers;

/// <summary>Which answer each outcome is: JSON of the contract when it went well, else a problem whose detail is the reason.</summary>
internal static class OutcomeAnswers
{
    public static IResult Of(CreateOutcome outcome, ServerName server) => outcome switch
    {
        CreateOutcome.Created => Answers.Json(outcome, PlaneJson.Default.CreateOutcome, StatusCodes.Status201Created),
        CreateOutcome.Joined => Answers.Json(outcome, PlaneJson.Default.CreateOutcome),
        CreateOutcome.AlreadyRuns => Answers.Problem(
            StatusCodes.Status409Conflict, ProblemCodes.AlreadyRuns, $"a server named {server} runs already"),
        CreateOutcome.NotCreated not => Answers.Problem(StatusCodes.Status422UnprocessableEntity, ProblemCodes.NotCreated, not.Reason),
        _ => throw Unexpected(outcome),
    };

    public static IResult Of(KillOutcome outcome, ServerName server) => outcome switch
    {
        KillOutcome.Killed or KillOutcome.AlreadyDead => Answers.Json(outcome, PlaneJson.Default.KillOutcome),
        KillOutcome.UnknownServer => Answers.UnknownServer(server.Value),
        KillOutcome.Refused refused => Answers.Problem(StatusCodes.Status409Conflict, ProblemCodes.Refused, refused.Reason),
        KillOutcome.StillAlive alive => Answers.Problem(StatusCodes.Status504GatewayTimeout, ProblemCodes.StillAlive, alive.Reason),
        _ => throw Unexpected(outcome),
    };

    public static IResult Of(CommandOutcome outcome) => outcome switch
    {
        CommandOutcome.Completed => Answers.Json(outcome, PlaneJson.Default.CommandOutcome),
        CommandOutcome.Failed failed => Answers.CommandFailed(failed),
        CommandOutcome.NotSent not => Answers.Problem(StatusCodes.Status503ServiceUnavailable, ProblemCodes.NotSent, not.Reason),
        CommandOutcome.Unknown unknown => Answers.OutcomeUnknown(unknown),
        _ => throw Unexpected(outcome),
    };

    private static InvalidOperationException Unexpected(object outcome) => new($"an outcome without an answer: {outcome}");
}
