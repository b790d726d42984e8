using System.ComponentModel;
using CliWrap;

namespace RunKit.Tmux.Linux.Launching;

/// <summary>Runs a program of the user's that is to end soon. No shell reads its words.</summary>
public static class ShortProgram
{
    /// <summary>Runs it; its status, or why there is none. One that does not end in time is ended.</summary>
    /// <param name="words">The program and its arguments.</param>
    /// <param name="input">What it reads from its stdin.</param>
    /// <param name="limit">How long it may take.</param>
    /// <param name="time">Measures that.</param>
    public static async Task<(int? Status, string? Problem)> RunAsync(
        ImmutableArray<string> words, ReadOnlyMemory<byte> input, TimeSpan limit, TimeProvider time, CancellationToken cancellationToken)
    {
        using var over = new CancellationTokenSource(limit, time);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(over.Token, cancellationToken);
        try
        {
            var result = await CliWrap.Cli.Wrap(words[0])
                .WithArguments(words[1..])
                .WithStandardInputPipe(PipeSource.FromBytes(input))
                .WithValidation(CommandResultValidation.None)
                .ExecuteAsync(end.Token)
                .ConfigureAwait(false);
            return (result.ExitCode, null);
        }
        catch (Win32Exception e)
        {
            return (null, $"{words[0]} cannot be started: {e.Message}");
        }
        catch (IOException)
        {
            // It has ended without reading all of its input.
            return (null, $"{words[0]} has closed its stdin");
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return (null, $"{words[0]} has not ended within {limit.TotalSeconds:0} s, and was ended");
        }
    }
}
