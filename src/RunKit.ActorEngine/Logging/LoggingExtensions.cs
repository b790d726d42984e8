namespace Akka.Event;

/// <summary>Logging by level. Templates are positional: <c>{0}</c>.</summary>
public static class LoggingExtensions
{
    /// <summary>Logs a text at level Debug.</summary>
    public static void Debug(this ILoggingAdapter log, string format) => log.Log(LogLevel.DebugLevel, null, format);

    /// <summary>Logs a text about an exception at level Debug.</summary>
    public static void Debug(this ILoggingAdapter log, Exception? cause, string format) => log.Log(LogLevel.DebugLevel, cause, format);

    /// <summary>Logs a template at level Debug.</summary>
    public static void Debug(this ILoggingAdapter log, string format, params object?[] args) => Log(log, LogLevel.DebugLevel, null, format, args);

    /// <summary>Logs a template about an exception at level Debug.</summary>
    public static void Debug(this ILoggingAdapter log, Exception? cause, string format, params object?[] args) => Log(log, LogLevel.DebugLevel, cause, format, args);

    /// <summary>Logs a template at level Debug; the arguments are boxed only when the level is on.</summary>
    public static void Debug<T1>(this ILoggingAdapter log, string format, T1 arg1)
    {
        if (log.IsEnabled(LogLevel.DebugLevel))
            Log(log, LogLevel.DebugLevel, null, format, [arg1]);
    }

    /// <summary>Logs a template at level Debug; the arguments are boxed only when the level is on.</summary>
    public static void Debug<T1, T2>(this ILoggingAdapter log, string format, T1 arg1, T2 arg2)
    {
        if (log.IsEnabled(LogLevel.DebugLevel))
            Log(log, LogLevel.DebugLevel, null, format, [arg1, arg2]);
    }

    /// <summary>Logs a template at level Debug; the arguments are boxed only when the level is on.</summary>
    public static void Debug<T1, T2, T3>(this ILoggingAdapter log, string format, T1 arg1, T2 arg2, T3 arg3)
    {
        if (log.IsEnabled(LogLevel.DebugLevel))
            Log(log, LogLevel.DebugLevel, null, format, [arg1, arg2, arg3]);
    }

    /// <summary>Logs a text at level Info.</summary>
    public static void Info(this ILoggingAdapter log, string format) => log.Log(LogLevel.InfoLevel, null, format);

    /// <summary>Logs a text about an exception at level Info.</summary>
    public static void Info(this ILoggingAdapter log, Exception? cause, string format) => log.Log(LogLevel.InfoLevel, cause, format);

    /// <summary>Logs a template at level Info.</summary>
    public static void Info(this ILoggingAdapter log, string format, params object?[] args) => Log(log, LogLevel.InfoLevel, null, format, args);

    /// <summary>Logs a template about an exception at level Info.</summary>
    public static void Info(this ILoggingAdapter log, Exception? cause, string format, params object?[] args) => Log(log, LogLevel.InfoLevel, cause, format, args);

    /// <summary>Logs a template at level Info; the arguments are boxed only when the level is on.</summary>
    public static void Info<T1>(this ILoggingAdapter log, string format, T1 arg1)
    {
        if (log.IsEnabled(LogLevel.InfoLevel))
            Log(log, LogLevel.InfoLevel, null, format, [arg1]);
    }

    /// <summary>Logs a template at level Info; the arguments are boxed only when the level is on.</summary>
    public static void Info<T1, T2>(this ILoggingAdapter log, string format, T1 arg1, T2 arg2)
    {
        if (log.IsEnabled(LogLevel.InfoLevel))
            Log(log, LogLevel.InfoLevel, null, format, [arg1, arg2]);
    }

    /// <summary>Logs a template at level Info; the arguments are boxed only when the level is on.</summary>
    public static void Info<T1, T2, T3>(this ILoggingAdapter log, string format, T1 arg1, T2 arg2, T3 arg3)
    {
        if (log.IsEnabled(LogLevel.InfoLevel))
            Log(log, LogLevel.InfoLevel, null, format, [arg1, arg2, arg3]);
    }

    /// <summary>Logs a text at level Warning.</summary>
    public static void Warning(this ILoggingAdapter log, string format) => log.Log(LogLevel.WarningLevel, null, format);

    /// <summary>Logs a text about an exception at level Warning.</summary>
    public static void Warning(this ILoggingAdapter log, Exception? cause, string format) => log.Log(LogLevel.WarningLevel, cause, format);

    /// <summary>Logs a template at level Warning.</summary>
    public static void Warning(this ILoggingAdapter log, string format, params object?[] args) => Log(log, LogLevel.WarningLevel, null, format, args);

    /// <summary>Logs a template about an exception at level Warning.</summary>
    public static void Warning(this ILoggingAdapter log, Exception? cause, string format, params object?[] args) => Log(log, LogLevel.WarningLevel, cause, format, args);

    /// <summary>Logs a template at level Warning; the arguments are boxed only when the level is on.</summary>
    public static void Warning<T1>(this ILoggingAdapter log, string format, T1 arg1)
    {
        if (log.IsEnabled(LogLevel.WarningLevel))
            Log(log, LogLevel.WarningLevel, null, format, [arg1]);
    }

    /// <summary>Logs a template at level Warning; the arguments are boxed only when the level is on.</summary>
    public static void Warning<T1, T2>(this ILoggingAdapter log, string format, T1 arg1, T2 arg2)
    {
        if (log.IsEnabled(LogLevel.WarningLevel))
            Log(log, LogLevel.WarningLevel, null, format, [arg1, arg2]);
    }

    /// <summary>Logs a template at level Warning; the arguments are boxed only when the level is on.</summary>
    public static void Warning<T1, T2, T3>(this ILoggingAdapter log, string format, T1 arg1, T2 arg2, T3 arg3)
    {
        if (log.IsEnabled(LogLevel.WarningLevel))
            Log(log, LogLevel.WarningLevel, null, format, [arg1, arg2, arg3]);
    }

    /// <summary>Logs a text at level Error.</summary>
    public static void Error(this ILoggingAdapter log, string format) => log.Log(LogLevel.ErrorLevel, null, format);

    /// <summary>Logs a text about an exception at level Error.</summary>
    public static void Error(this ILoggingAdapter log, Exception? cause, string format) => log.Log(LogLevel.ErrorLevel, cause, format);

    /// <summary>Logs a template at level Error.</summary>
    public static void Error(this ILoggingAdapter log, string format, params object?[] args) => Log(log, LogLevel.ErrorLevel, null, format, args);

    /// <summary>Logs a template about an exception at level Error.</summary>
    public static void Error(this ILoggingAdapter log, Exception? cause, string format, params object?[] args) => Log(log, LogLevel.ErrorLevel, cause, format, args);

    /// <summary>Logs a template at level Error; the arguments are boxed only when the level is on.</summary>
    public static void Error<T1>(this ILoggingAdapter log, string format, T1 arg1)
    {
        if (log.IsEnabled(LogLevel.ErrorLevel))
            Log(log, LogLevel.ErrorLevel, null, format, [arg1]);
    }

    /// <summary>Logs a template at level Error; the arguments are boxed only when the level is on.</summary>
    public static void Error<T1, T2>(this ILoggingAdapter log, string format, T1 arg1, T2 arg2)
    {
        if (log.IsEnabled(LogLevel.ErrorLevel))
            Log(log, LogLevel.ErrorLevel, null, format, [arg1, arg2]);
    }

    /// <summary>Logs a template at level Error; the arguments are boxed only when the level is on.</summary>
    public static void Error<T1, T2, T3>(this ILoggingAdapter log, string format, T1 arg1, T2 arg2, T3 arg3)
    {
        if (log.IsEnabled(LogLevel.ErrorLevel))
            Log(log, LogLevel.ErrorLevel, null, format, [arg1, arg2, arg3]);
    }

    private static void Log(ILoggingAdapter log, LogLevel level, Exception? cause, string format, object?[] args)
    {
        if (log.IsEnabled(level))
            log.Log(level, cause, new LogMessage(log.Formatter, format, args));
    }
}
