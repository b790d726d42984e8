using RunKit.ControlPlane.Agents;

namespace RunKit.Client;

/// <summary>Which outcome a problem stands for; null when it stands for none.</summary>
internal static class ProblemOutcomes
{
    public static TreeOutcome? Tree(Problem problem) => problem.Code switch
    {
        ProblemCodes.UnknownServer => new TreeOutcome.UnknownServer(),
        ProblemCodes.NotKnown => new TreeOutcome.NotKnown(problem.Detail),
        _ => null,
    };

    public static CaptureOutcome? Capture(Problem problem) => problem.Code switch
    {
        ProblemCodes.UnknownPane => new CaptureOutcome.UnknownPane(),
        ProblemCodes.NotKnown or ProblemCodes.UnknownServer => new CaptureOutcome.NotCaptured(problem.Detail),
        _ => null,
    };

    public static AgentOutcome? Agent(Problem problem) => problem.Code switch
    {
        ProblemCodes.UnknownPane => new AgentOutcome.UnknownPane(),
        ProblemCodes.NotKnown or ProblemCodes.UnknownServer => new AgentOutcome.NotKnown(problem.Detail),
        _ => null,
    };

    public static SendOutcome? Send(Problem problem) => problem.Code switch
    {
        ProblemCodes.Refused or ProblemCodes.UnknownServer or ProblemCodes.BadBody or ProblemCodes.BodyTooLarge => new SendOutcome.Refused(problem.Detail),
        ProblemCodes.OutcomeUnknown => new SendOutcome.Unknown(problem.Detail),
        _ => null,
    };

    public static WaitOutcome? Wait(Problem problem) => problem.Code switch
    {
        ProblemCodes.UnknownPane => new WaitOutcome.UnknownPane(),
        ProblemCodes.NotKnown or ProblemCodes.UnknownServer => new WaitOutcome.NotKnown(problem.Detail),
        _ => null,
    };

    public static CreateOutcome? Creation(Problem problem) => problem.Code switch
    {
        ProblemCodes.AlreadyRuns => new CreateOutcome.AlreadyRuns(),
        ProblemCodes.NotCreated or ProblemCodes.BadBody => new CreateOutcome.NotCreated(problem.Detail),
        _ => null,
    };

    public static KillOutcome? Kill(Problem problem) => problem.Code switch
    {
        ProblemCodes.UnknownServer => new KillOutcome.UnknownServer(),
        ProblemCodes.Refused => new KillOutcome.Refused(problem.Detail),
        ProblemCodes.StillAlive => new KillOutcome.StillAlive(problem.Detail),
        _ => null,
    };

    public static CommandOutcome? Command(Problem problem) => problem.Code switch
    {
        ProblemCodes.CommandFailed => new CommandOutcome.Failed(
            problem.Error ?? problem.Detail, problem.ExitStatus ?? 1, problem.Output ?? "", problem.Cut ?? false),
        ProblemCodes.OutcomeUnknown => new CommandOutcome.Unknown(problem.Detail, problem.TimedOut ?? false),
        ProblemCodes.NotSent or ProblemCodes.UnknownServer or ProblemCodes.BadBody => new CommandOutcome.NotSent(problem.Detail),
        _ => null,
    };
}
