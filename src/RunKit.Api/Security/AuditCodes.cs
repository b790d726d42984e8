using RunKit.ControlPlane.Terminals;
using RunKit.Tmux.Panes;

namespace RunKit.Api.Security;

/// <summary>What outcomes are called in the audit log: as the problem that an endpoint would answer.</summary>
internal static class AuditCodes
{
    public static string Of(CommandOutcome outcome) => outcome switch
    {
        CommandOutcome.Completed => AuditLog.Done,
        CommandOutcome.Failed => ProblemCodes.CommandFailed,
        CommandOutcome.NotSent => ProblemCodes.NotSent,
        _ => ProblemCodes.OutcomeUnknown,
    };

    public static string Of(SendOutcome outcome) => outcome switch
    {
        SendOutcome.Delivered or SendOutcome.Staged => AuditLog.Done,
        SendOutcome.Refused => ProblemCodes.Refused,
        _ => ProblemCodes.OutcomeUnknown,
    };

    public static string Of(KillOutcome outcome) => outcome switch
    {
        KillOutcome.Killed or KillOutcome.AlreadyDead => AuditLog.Done,
        KillOutcome.UnknownServer => ProblemCodes.UnknownServer,
        KillOutcome.Refused => ProblemCodes.Refused,
        _ => ProblemCodes.StillAlive,
    };

    public static string Of(CreateOutcome outcome) => outcome switch
    {
        CreateOutcome.WithSession => AuditLog.Done,
        CreateOutcome.AlreadyRuns => ProblemCodes.AlreadyRuns,
        _ => ProblemCodes.NotCreated,
    };

    public static string Of(TerminalOutcome outcome) => outcome switch
    {
        TerminalOutcome.Opened => AuditLog.Done,
        TerminalOutcome.NotOpened => ProblemCodes.Refused,
        _ => ProblemCodes.UnknownServer,
    };

    public static string Of(RunResult result) => result switch
    {
        RunResult.Refused => ProblemCodes.Refused,
        RunResult.Lost => ProblemCodes.OutcomeUnknown,
        _ => AuditLog.Done,
    };
}
