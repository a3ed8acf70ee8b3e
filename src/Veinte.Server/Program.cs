using Veinte.Server.Cli;

return await CommandLine.Run(args);
