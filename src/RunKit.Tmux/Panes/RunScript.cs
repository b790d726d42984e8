namespace RunKit.Tmux.Panes;

/// <summary>
/// The shell script that a run's pane starts with. tmux drops what a pane's terminal still holds when the pane's own process ends, the last
/// kilobytes of a quick command among it; and a shell tells an exit status of 143 and a SIGTERM by the same number. So the pane's process
/// outlives the command, and never asks how it ended: the command stays as a zombie, in which the kernel keeps its wait status, until the
/// pane goes.
/// </summary>
public static class RunScript
{
    /// <summary>The program to start the pane with, for a command.</summary>
    public static IEnumerable<string> Program(IEnumerable<string> command) => ["/bin/sh", "-c", Text, "sh", .. command];

    // The command waits until the shell has become `sleep`: before that a shell could ask how it ended. What a shell starts in the background
    // ignores SIGINT and SIGQUIT, and only a program like env can take that back. The holder ignores what is meant for its process group,
    // but not SIGHUP: it goes with its terminal.
    private const string Text =
        """
        exec 3<&0
        (
          until read -r name </proc/$$/comm && [ "$name" = sleep ]; do :; done
          trap - INT QUIT
          if env --default-signal=INT,QUIT true 2>/dev/null; then
            exec env --default-signal=INT,QUIT /bin/sh -c 'exec "$@"' sh "$@"
          fi
          exec "$@"
        ) <&3 3<&- &
        trap '' INT QUIT TERM USR1 USR2 ALRM PIPE
        PATH=/usr/bin:/bin:$PATH
        exec sleep 2147483647 3<&-
        """;
}
