namespace RunKit.Testing.InMemory;

/// <summary>
/// A program in a fake pane: it is given what is typed there, and shows what it makes of it. It is called under the machine's lock, so what it
/// calls must not ask the fake for anything.
/// </summary>
public abstract class FakeProgram
{
    /// <summary>The kernel edits lines for it.</summary>
    public virtual bool ReadsLines => false;

    /// <summary>The kernel shows what is typed.</summary>
    public virtual bool Echoes => false;

    /// <summary>How many bytes are typed that it has not read.</summary>
    public virtual int Unread => 0;

    /// <summary>A shell at its prompt: shows what is typed, and on Enter what a command prints.</summary>
    /// <param name="answer">What a command prints; null for nothing.</param>
    /// <param name="prompt">The prompt.</param>
    public static FakeProgram Shell(Func<string, string?>? answer = null, string prompt = "$ ") => new ShellProgram(answer ?? (_ => null), prompt);

    /// <summary>A program that asks for a password, and shows nothing of it.</summary>
    /// <param name="prompt">What it asks.</param>
    /// <param name="entered">Called with each.</param>
    public static FakeProgram Password(string prompt, Action<string> entered) => new PasswordProgram(prompt, entered);

    /// <summary>A program that reads nothing: what is typed is shown by the kernel, and waits.</summary>
    public static FakeProgram Deaf() => new DeafProgram();

    /// <summary>A full-screen program with one input line. An Enter that comes too soon after a paste it takes for a part of it.</summary>
    /// <param name="debounce">What too soon is.</param>
    /// <param name="time">The clock.</param>
    /// <param name="submitted">Called with each line.</param>
    public static FakeProgram FullScreen(TimeSpan debounce, TimeProvider time, Action<string> submitted) => new FullScreenProgram(debounce, time, submitted);

    /// <summary>It begins.</summary>
    protected internal virtual void Start(FakeScreen screen)
    {
    }

    /// <summary>Something was typed: characters, and <c>\r</c> for each Enter.</summary>
    protected internal abstract void Type(FakeScreen screen, string text);
}

internal sealed class ShellProgram(Func<string, string?> answer, string prompt) : FakeProgram
{
    private string _line = "";

    protected internal override void Start(FakeScreen screen) => screen.Print(prompt);

    protected internal override void Type(FakeScreen screen, string text)
    {
        foreach (var character in text)
        {
            if (character != '\r')
            {
                screen.Print(character.ToString());
                _line += character;
                continue;
            }

            var printed = answer(_line);
            screen.Print(printed is null ? $"\n{prompt}" : $"\n{printed}\n{prompt}");
            _line = "";
        }
    }
}

internal sealed class PasswordProgram(string prompt, Action<string> entered) : FakeProgram
{
    private string _line = "";

    public override bool ReadsLines => true;

    protected internal override void Start(FakeScreen screen) => screen.Print(prompt);

    protected internal override void Type(FakeScreen screen, string text)
    {
        foreach (var character in text)
        {
            if (character == '\r')
            {
                entered(_line);
                screen.Print($"\n{prompt}");
                _line = "";
            }
            else
            {
                _line += character;
            }
        }
    }
}

internal sealed class DeafProgram : FakeProgram
{
    private int _line;
    private int _unread;

    public override bool ReadsLines => true;

    public override bool Echoes => true;

    public override int Unread => _unread;

    protected internal override void Type(FakeScreen screen, string text)
    {
        screen.Print(text.Replace('\r', '\n'));
        foreach (var character in text)
        {
            _line += System.Text.Encoding.UTF8.GetByteCount([character]);
            if (character == '\r')
            {
                (_unread, _line) = (_unread + _line, 0);
            }
        }
    }
}

internal sealed class FullScreenProgram(TimeSpan debounce, TimeProvider time, Action<string> submitted) : FakeProgram
{
    private string _line = "";
    private long? _typed;

    protected internal override void Start(FakeScreen screen) => Draw(screen);

    protected internal override void Type(FakeScreen screen, string text)
    {
        foreach (var character in text)
        {
            if (character != '\r')
            {
                _line += character;
                _typed = time.GetTimestamp();
            }
            else if (_typed is not { } at || time.GetElapsedTime(at) >= debounce)
            {
                submitted(_line);
                _line = "";
            }
        }

        Draw(screen);
    }

    private void Draw(FakeScreen screen)
    {
        var shown = _line.Length > screen.Width - 4 ? _line[^(screen.Width - 4)..] : _line;
        screen.Draw(["", $"> {shown}"], 1, shown.Length + 2);
    }
}
