"""The rest of the table of who may enter where: accounts, the file of oneself, backups; read as in `matrix`."""

TRUST = """
endpoint                            method    here                elsewhere   not there

accounts.ask_again                  POST      everybody           =
accounts.ask_sign_in_link           GET POST  everybody           =
accounts.use_sign_in_link           GET POST  everybody           =
accounts.to_provider                GET       everybody           =
accounts.back_from_provider         GET POST  everybody           =
accounts.join                       GET       members             =
accounts.leave                      POST      members             =
accounts.choose_password            GET POST  everybody           =
accounts.forgot_password            GET POST  everybody           =
accounts.mail_is_coming             GET       everybody           =
accounts.set_language               POST      everybody           =
accounts.sign_in                    GET POST  everybody           =
accounts.sign_out                   POST      everybody           =
accounts.second_step                GET POST  everybody           =
accounts.second_factors             GET       members             =
accounts.start_app                  POST      members             =
accounts.confirm_app                GET POST  members             -           members
accounts.app_picture                GET       members             -           members
accounts.remove_factor              POST      members             -           members
accounts.prove                      GET POST  members             =
accounts.mail_proof                 POST      members             =
accounts.passkey_question           POST      everybody           =
accounts.sign_in_by_passkey         POST      everybody           =
accounts.prove_by_passkey           POST      members             =
accounts.passkey_wish               POST      members             =
accounts.add_passkey                GET POST  members             =
accounts.recovery_codes             GET POST  members             =
accounts.my_account                 GET POST  members             =
accounts.sign_out_everywhere        POST      members             =
accounts.sign_out_elsewhere         POST      members             -           members
accounts.invite_many                GET POST  m a                 =
accounts.invite                     POST      m a                 m a
accounts.show_account               GET       a                   a
accounts.close_account              POST      a                   a
accounts.reopen_account             POST      a                   a
accounts.take_factors_away          POST      a                   a

trajectories.handovers              GET       c m                 =
trajectories.ask_handover           GET POST  c m                 m           c
trajectories.accept_handover        GET POST  c                   -           c
trajectories.decline_handover       POST      c                   -           c
trajectories.withdraw_handover      POST      c m                 m           c
trajectories.answer_handover        GET POST  t                   -           t
trajectories.sharing                GET       t                   -           t
trajectories.share_goals            POST      t                   -           t
trajectories.let_read_debrief       POST      t                   -           t
trajectories.take_back              POST      t                   -           members
trajectories.shared_goals           GET       i d                 -           i d

privacy.show                        GET       everybody           =
privacy.accessibility               GET       everybody           =
privacy.robots                      GET       everybody           =
privacy.security_txt                GET       everybody           =
privacy.register                    GET       members             =
privacy.risks                       GET       members             =
privacy.mine                        GET       members             =
privacy.download_package            POST      members             =
privacy.readings                    GET       members             =
privacy.changes                     GET       members             =
privacy.ask                         GET POST  members             =
privacy.show_request                GET       members             -           members
privacy.withdraw_request            POST      members             -           members
privacy.requests                    GET       a                   =
privacy.answer_request              GET POST  a                   a
privacy.take_up_request             POST      a                   a
privacy.note_request                GET POST  a                   a
backups.index                       GET       a                   =

privacy.retention_terms             GET       members             =
privacy.set_retention_term          GET POST  a                   =
privacy.departure                   GET       a                   a
privacy.carry_out_erasure           GET POST  a                   a
"""
